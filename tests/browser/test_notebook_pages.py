"""A notebook as one HTML file: it draws its figures and asks for nothing from any network."""

from __future__ import annotations

from pathlib import Path

import nbformat
import polars as pl
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from playwright.sync_api import Browser

from assay.charts.titled import titled
from assay.opened.shares import compared
from notebooks import to_html

COUNTS = pl.DataFrame({"vendor_id": ["A", "B"], "failed": [30, 5], "n": [100, 100]})
TITLE = "Who <fails> more?"


def with_a_figure() -> NotebookNode:
    """As it is once it was run: a heading, words, and a figure as Jupyter keeps it."""
    figure = titled(compared(COUNTS, {"A": "甲方机电"}, "Share that failed", "2026", "en")).to_plotly_json()
    drawn = nbformat.v4.new_output("display_data", {to_html.PLOTLY: nbformat.from_dict(_plain(figure))})
    code = nbformat.v4.new_code_cell("titled(chart)", outputs=[drawn], execution_count=1)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {TITLE}\n\nWords."), code])


def _plain(value: object) -> object:
    """Without tuples and arrays, as JSON keeps it."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) or hasattr(value, "tolist") else value


def test_a_page_draws_without_a_network(tmp_path: Path, browser: Browser) -> None:
    file, asked = tmp_path / "page.html", list[str]()
    file.write_text(to_html.page(with_a_figure(), TITLE, "zh"), "utf-8")
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector(".js-plotly-plot .main-svg")
    seen, told = page.inner_text("body"), (page.title(), page.get_attribute("html", "lang"))
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert told == (TITLE, "zh")
    assert all(words in seen for words in ("Share that failed", "甲方机电", "30.0 % · n 100"))


def test_a_page_without_figures_brings_no_plotly_along() -> None:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Words")])
    assert len(to_html.page(book, "Words", "en")) < 1_000_000 < len(to_html.page(with_a_figure(), TITLE, "en"))


@pytest.mark.parametrize(("raised", "code", "told"), [("NoWarehouse", 0, "skipped"), ("ValueError", 1, "broken.en.ipynb")])
def test_a_notebook_that_fails_is_told_and_one_without_its_data_is_skipped(
    raised: str, code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(path: Path) -> NotebookNode:
        raise CellExecutionError(f"{raised}: nothing there", raised, "nothing there")

    monkeypatch.setattr(to_html, "executed", fails)
    assert to_html.main([str(tmp_path / "to"), str(tmp_path / "broken.en.ipynb")]) == code
    said = capsys.readouterr()
    assert told in (said.out if code == 0 else said.err) and "nothing there" in said.out + said.err
    assert list((tmp_path / "to").iterdir()) == []
