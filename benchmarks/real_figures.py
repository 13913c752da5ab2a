"""Figures of real files by two routes: asked of the warehouse, and counted in the raw file with the csv module alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted, the question to the warehouse (one number), and the same number from the raw files of the folder."""

    says: str
    question: str
    raw: Callable[[Path], float]


def rows(path: Path, delimiter: str = ",") -> Iterator[Row]:
    """The records of a file by header, complete ones only."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from (row for row in csv.DictReader(file, delimiter=delimiter) if None not in row and None not in row.values())


# Complaints to the bureau

_OLD = {
    "state": "State", "company": "Company", "timely_response": "Timely response?", "consumer_disputed?": "Consumer disputed?",
    "date_received": "Date received", "date_sent_to_company": "Date sent to company",
}  # fmt: skip


def _complaints(folder: Path, *names: str) -> list[Row]:
    """Those with a state, each record once, in one set of names."""
    found: dict[tuple[str, ...], Row] = {}
    for name in names:
        for row in rows(folder / name):
            found[tuple(row.values())] = {new: row.get(new, row.get(old, "")) for new, old in _OLD.items()}
    return [row for row in found.values() if row["state"]]


def _day(text: str) -> date:
    return date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%m/%d/%Y").date()


def _in_order(complaints: list[Row]) -> list[Row]:
    return [row for row in complaints if _day(row["date_sent_to_company"]) >= _day(row["date_received"])]


_ALL = ("Consumer_Complaints_1000.csv", "consumer_complaints_3186.csv", "complaints_truncated_1MiB.csv")
CFPB = (
    Figure("complaints answered in time", "select count(*) from inspections where outcome = 'pass'",
           lambda at: sum(row["timely_response"] == "Yes" for row in _complaints(at, *_ALL))),
    Figure("complaints answered too late", "select count(*) from inspections where outcome = 'fail'",
           lambda at: sum(row["timely_response"] == "No" for row in _complaints(at, *_ALL))),
    Figure("complaints about Wells Fargo & Company", "select count(*) from orders where vendor_id = 'Wells_Fargo_&_Company'",
           lambda at: sum(row["company"] == "Wells Fargo & Company" for row in _in_order(_complaints(at, *_ALL)))),
    Figure("answers that the consumer disputed", "select count(*) from surveys where csat = 2",
           lambda at: sum(row["consumer_disputed?"] == "Yes" for row in _in_order(_complaints(at, *_ALL[:2])))),
    Figure("days from receipt to the company, all complaints",
           "select sum(date_diff('day', requested_on, responded_on)) from orders",
           lambda at: sum((_day(row["date_sent_to_company"]) - _day(row["date_received"])).days
                          for row in _in_order(_complaints(at, *_ALL)))),
)  # fmt: skip

# Contract indicators of two rail operators

_CONTRACT = "idfm_indicateurs-qualite-service-sncf-ratp.csv"


def _quarters(folder: Path) -> list[Row]:
    return [row for row in rows(folder / _CONTRACT, ";") if row["trimester"] != "Global"]


def _results(folder: Path) -> list[Row]:
    """Percentages of quarters, of several for one line, theme and indicator the last; a row that has a number has it for result."""
    key = ("operatorname", "theme", "id_line", "name_line", "transportmode", "transportsubmode", "year", "trimester")
    last = {(" ".join(row["indicator"].split()), *(row[name] for name in key)): row for row in _quarters(folder)}
    return [row for row in last.values() if row["percent_result"] and not row["occurrence_result"]]


_SHARES = "from aggregates where grain = 'quarter' and kpi not like '%(n)'"
CONTRACT = (
    Figure("results in percent", f"select count(*) {_SHARES}", lambda at: len(_results(at))),
    Figure("their sum, SNCF", f"select round(sum(value), 4) {_SHARES} and vendor_id = 'SNCF'",
           lambda at: round(sum(float(row["percent_result"]) for row in _results(at) if row["operatorname"] == "SNCF"), 4)),
    Figure("results below the target of the contract", f"select count(*) {_SHARES} and value < target",
           lambda at: sum(float(row["percent_result"]) < float(row["target_reference_contract"] or 0) for row in _results(at))),
    Figure("numbers of occurrences, summed", "select sum(value) from aggregates where kpi like '%(n)'",
           lambda at: sum(int(row["occurrence_result"] or 0) for row in _quarters(at))),
    Figure("cleanliness of stations, line A, second quarter of 2023",
           f"select value {_SHARES} and kpi = 'Propreté_des_gares' and site_id = 'C01742' and period_on = '2023-04-01'",
           lambda at: next(float(row["percent_result"]) for row in _quarters(at)
                           if (row["indicator"], row["id_line"], row["year"], row["trimester"])
                           == ("Propreté des gares", "C01742", "2023", "T2"))),
)  # fmt: skip

# Cleanliness audits of stations

_SNAPSHOTS = {"2018": ";", "2020": ";", "2022": ","}
_STATIONS = "sncf_referentiel-gares-voyageurs_2018.csv"


def _audits(folder: Path) -> dict[tuple[str, str], tuple[int, int, float]]:
    """Defects, observations and score by station and month, of stations that are listed; a later snapshot wins."""
    listed = {row["Code UIC"][-8:] for row in rows(folder / _STATIONS, ";")}
    found = {}
    for snapshot, delimiter in _SNAPSHOTS.items():
        for row in rows(folder / f"sncf_proprete-en-gare_{snapshot}snapshot.csv", delimiter):
            month, code, _, defects, observations, score = row.values()
            if code[-8:] in listed:
                found[code[-8:], month] = int(defects), int(observations), float(score)
    return found


CLEANLINESS = (
    Figure("audits", "select count(*) from inspections", lambda at: len(_audits(at))),
    Figure("audits in April 2020", "select count(*) from inspections where done_on = '2020-04-01'",
           lambda at: sum(month == "2020-04" for _, month in _audits(at))),
    Figure("non-conformities", "select sum(defects) from inspections", lambda at: sum(one[0] for one in _audits(at).values())),
    Figure("observations in September 2022", "select sum(sample_size) from inspections where done_on = '2022-09-01'",
           lambda at: sum(one[1] for (_, month), one in _audits(at).items() if month == "2022-09")),
    Figure("score of Reims, January 2017, which two snapshots have",
           "select score from inspections where inspection_id = '87171009-2017-01'",
           lambda at: _audits(at)["87171009", "2017-01"][2]),
)  # fmt: skip

# What passengers said of stations


def _answers(folder: Path) -> list[Row]:
    """Scores of stations that have a code which is listed, of several for one item and wave the last."""
    listed = {row["Code UIC"][-6:] for row in rows(folder / _STATIONS, ";")}
    last = {(row["uic6"], row["promise"], row["item"], row["wave"]): row for row in rows(folder / "derived_barometre_long.csv")}
    return [row for row in last.values() if row["uic6"] in listed and row["score"]]


_SCORES = "from aggregates where grain = 'month'"
_WHOLE = "SATISFACTION GLOBALE"
BAROMETER = (
    Figure("scores", f"select count(*) {_SCORES}", lambda at: len(_answers(at))),
    Figure("their sum", f"select round(sum(value), 4) {_SCORES}",
           lambda at: round(sum(float(row["score"]) for row in _answers(at)), 4)),
    Figure("stations scored in September 2019", f"select count(distinct site_id) {_SCORES} and period_on = '2019-09-01'",
           lambda at: len({row["uic6"] for row in _answers(at) if row["wave"] == "2019-09"})),
    Figure("lowest overall score, March 2016",
           f"select min(value) {_SCORES} and kpi = 'SATISFACTION_GLOBALE' and period_on = '2016-03-01'",
           lambda at: min(float(row["score"]) for row in _answers(at) if (row["item"], row["wave"]) == (_WHOLE, "2016-03"))),
    Figure("scores below 6", f"select count(*) {_SCORES} and value < 6",
           lambda at: sum(float(row["score"]) < 6 for row in _answers(at))),
)  # fmt: skip

# Flights


def _flights(folder: Path) -> Iterator[Row]:
    return rows(folder / "flights.csv")


FLIGHTS = (
    Figure("flights", "select count(*) from orders", lambda at: sum(1 for _ in _flights(at))),
    Figure("left within 15 minutes of schedule", "select count(*) from orders where response_state = 'met'",
           lambda at: sum(row["dep_delay"] != "NA" and int(row["dep_delay"]) <= 15 for row in _flights(at))),
    Figure("never left", "select count(*) from orders where responded_at is null",
           lambda at: sum(row["dep_time"] == "NA" for row in _flights(at))),
    Figure("flights of United from Newark", "select count(*) from orders where vendor_id = 'UA' and site_id = 'EWR'",
           lambda at: sum((row["carrier"], row["origin"]) == ("UA", "EWR") for row in _flights(at))),
    Figure("minutes of delay at departure, early ones negative",
           "select sum(date_diff('minute', requested_at, responded_at) - 60) from orders",
           lambda at: sum(int(row["dep_delay"]) for row in _flights(at) if row["dep_delay"] != "NA")),
)  # fmt: skip
