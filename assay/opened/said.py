"""Sentences as a notebook shows them: as text to be read, not as the output of a program."""

from __future__ import annotations

from dataclasses import dataclass

from assay.report.notebook import plain


@dataclass(frozen=True, slots=True)
class Said:
    """Lines that Jupyter shows as a list, one of them as a paragraph. No name in the data is ever marked up."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_markdown_(self) -> str:
        if len(self.lines) == 1:
            return plain(self.lines[0])
        return "\n".join(f"- {plain(line)}" for line in self.lines)


def said(*lines: str) -> Said:
    """Empty lines are left out."""
    return Said(tuple(line for line in lines if line))
