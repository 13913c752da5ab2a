"""Runs every notebook and writes it as one HTML file that asks for nothing from any network.

`python notebooks/to_html.py FOLDER [NOTEBOOK …]` writes into FOLDER, all notebooks beside this file unless some are named, and ends
with 1 where one of them failed; the others are written all the same. A notebook without its data is skipped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from plotly.io import to_html
from plotly.offline import get_plotlyjs

HERE = Path(__file__).parent
PLOTLY = "application/vnd.plotly.v1+json"
NO_DATA = "NoWarehouse"
"""What `opened` raises where nothing was loaded: such a notebook is skipped, not failed."""
AT_ONCE, TIMEOUT_SECONDS = 2, 600
_NO_NETWORK = {"mathjax_url": "", "require_js_url": "", "jquery_url": "", "mermaid_js_url": "", "widget_renderer_url": ""}


def executed(path: Path) -> NotebookNode:
    """The notebook with its outputs, run in its own folder with the library that lies beside it. Raises CellExecutionError."""
    book = nbformat.read(path, as_version=4)
    within = {"metadata": {"path": str(path.parent)}}
    above = os.pathsep.join(filter(None, (str(HERE.parent), os.environ.get("PYTHONPATH", ""))))
    client = NotebookClient(book, timeout=TIMEOUT_SECONDS, kernel_name="python3", resources=within)
    client.execute(env={**os.environ, "PYTHONPATH": above, "PLOTLY_RENDERER": "plotly_mimetype"})
    return book


def page(book: NotebookNode, title: str, language: str) -> str:
    """As HTML, its figures drawn by one copy of Plotly that lies in the page."""
    painted, head = _painted(book), ""
    if painted:
        head = f"<script>window.PlotlyConfig = {{MathJaxConfig: 'local'}};</script><script>{get_plotlyjs()}</script>"
    exporter = HTMLExporter(template_name="lab", embed_images=True, language_code=language, **_NO_NETWORK)
    body, _ = exporter.from_notebook_node(book, {"metadata": {"name": title}})
    return _without_loaders(body).replace("</head>", f"{head}</head>", 1)


def _painted(book: NotebookNode) -> int:
    """Puts each figure into the notebook as HTML; how many there are."""
    figures = [output for output in _outputs(book) if PLOTLY in output.get("data", {})]
    for output in figures:
        told = output["data"][PLOTLY]
        drawn = {"data": told["data"], "layout": told["layout"]}
        config = {"displayModeBar": False, "responsive": False}
        output["data"] = {"text/html": to_html(drawn, config, include_plotlyjs=False, include_mathjax=False, full_html=False)}
    return len(figures)


def _outputs(book: NotebookNode) -> Iterator[NotebookNode]:
    for cell in book.cells:
        yield from cell.get("outputs", ())


def _without_loaders(body: str) -> str:
    """Without the scripts of the template that fetch mathematics and diagrams: no notebook here has any."""
    for begins in ('<script type="module">', "<!-- Load mathjax -->"):
        while (start := body.find(begins)) >= 0:
            end = body.index("</script>", start) + len("</script>")
            body = body[:start] + body[end:]
    return body


def written(path: Path, folder: Path) -> tuple[bool, str]:
    """Whether the notebook could be run and its page was written, and what to tell of it."""
    started = monotonic()
    try:
        book = executed(path)
    except CellExecutionError as error:
        if error.ename == NO_DATA:
            return True, f" skipped  {path.name}: {error.evalue}"
        return False, f"{path.name}: {error}"
    title = book.cells[0].source.splitlines()[0].removeprefix("# ")
    to = folder / f"{path.stem}.html"
    to.write_text(page(book, title, path.stem.rsplit(".", 1)[-1]), "utf-8")
    return True, f"{monotonic() - started:6.1f} s  {to}"


def main(asked: Sequence[str]) -> int:
    if not asked:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(asked[0])
    folder.mkdir(parents=True, exist_ok=True)
    paths = [Path(one).resolve() for one in asked[1:]] or sorted(HERE.glob("*.ipynb"))
    all_done = True
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for is_done, told in pool.map(lambda path: written(path, folder), paths):
            print(told, file=sys.stdout if is_done else sys.stderr, flush=True)
            all_done &= is_done
    return 0 if all_done else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
