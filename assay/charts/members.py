"""Those that a chart compares. They have no colours of their own: the chosen one is dark, a verdict has its tone, the rest is
grey."""

from __future__ import annotations

from dataclasses import dataclass

from assay.charts.chart import Tone


@dataclass(frozen=True, slots=True)
class Member:
    """`verdict`: the tone of what was found of it, `common` where nothing was. `hover`: plain text in lines."""

    id: str
    name: str
    verdict: Tone = "common"
    is_chosen: bool = False
    hover: str = ""

    @property
    def tone(self) -> Tone:
        return "ink" if self.is_chosen and self.verdict == "common" else self.verdict

    @property
    def stands_out(self) -> bool:
        return self.is_chosen or self.verdict != "common"

    @property
    def label(self) -> str:
        """The name where it has to be said."""
        return self.name if self.stands_out else ""
