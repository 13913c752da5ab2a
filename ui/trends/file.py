"""One series as an Excel file: every period with its sums, value, limits, target and signal."""

from __future__ import annotations

import polars as pl

from assay.report.trends import Trend, Trends
from assay.say import trends as say
from ui import download, words
from ui.reading import Reading


def button(one: Trend, found: Trends, now: Reading) -> None:
    name = f"assay-{one.kpi.id}-{one.member or 'all'}.xlsx"
    download.button(lambda: workbook(one, found, now), name, "series", now)


def workbook(one: Trend, found: Trends, now: Reading) -> bytes:
    language, kpi, charted = now.language, one.kpi, one.charted
    fired = {each.position: say.rule(each.rule, each.side, language) for each in one.signals}

    def shown(row: tuple[float | None, ...]) -> list[float | None]:
        return [None if each is None else kpi.value(each) for each in row]

    columns = {
        now(words.PERIOD): found.axis.labels,
        kpi.counted[0](language): one.series.numerator,
        kpi.counted[1](language): one.series.denominator,
        kpi.title(language): one.values,
        say.CHARTED(language): shown(charted.values),
        say.centre(charted.family)(language): shown(charted.centre),
        say.LOWER(language): shown(charted.lower),
        say.UPPER(language): shown(charted.upper),
        now(words.DETAIL_TARGET): one.targets,
        say.SIGNAL(language): [fired.get(at, "") for at in range(len(found.axis.labels))],
    }
    return download.workbook({kpi.id: pl.DataFrame(columns, strict=False)})
