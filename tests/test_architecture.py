"""The shape of the code: who imports whom, no page without its frame, small pieces, two languages, no trace of a machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("app.py", "assay", "ui", "pages", "pipelines", "benchmarks")
LONGEST_FILE, LONGEST_FUNCTION = 300, 45
MARK = re.compile(r"\{\w*\}")
CJK = re.compile(r"[\u3400-\u9fff]")
MACHINE = re.compile(r"(?<![\w.{}$<])/(?:work|root|home|tmp|Users)/\w")
HOST = re.compile(r"https?://([\w.-]+)")
KNOWN_HOSTS = {
    "schemas.openxmlformats.org",  # a name of formats, which nothing looks up
    "localhost", "127.0.0.1", "www.w3.org", "www.apache.org", "doi.org", "github.com", "keepachangelog.com", "docs.astral.sh",
    "www.england.nhs.uk", "playwright.dev", "www.adobe.com",  # the last one: the copyright line of the fonts
}


@cache
def python_files() -> tuple[Path, ...]:
    folders = (ROOT / name for name in PRODUCT)
    return tuple(sorted(path for folder in folders for path in ([folder] if folder.is_file() else folder.rglob("*.py"))))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_everybody_imports_downwards_only() -> None:
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_frame_reads_no_database() -> None:
    """app.py is no package, so the import rules above do not see it."""
    found = {module.split(".")[0] for module in _imported(tree(ROOT / "app.py"))}
    assert found <= {"assay", "ui", "streamlit", "time", "__future__"}


def _imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("page", sorted((ROOT / "pages").glob("*.py")), ids=name)
def test_a_page_passes_through_the_frame_before_anything_else(page: Path) -> None:
    statements = [ast.unparse(node) for node in tree(page).body if not _is_text(node)]
    statements = [line for line in statements if line != "from __future__ import annotations"]
    assert statements[:2] == ["from ui.guard import ensure_app", "ensure_app()"]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_pieces_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    functions = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    assert [node.name for node in functions if _lines(node) > LONGEST_FUNCTION] == []


def _lines(function: ast.FunctionDef) -> int:
    """Lines of the body, without the docstring."""
    said = [node for node in function.body if not _is_text(node)]
    return said[-1].end_lineno - said[0].lineno + 1 if said and said[-1].end_lineno else 0


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_no_error_is_swallowed_whole(path: Path) -> None:
    handlers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    caught = {None if node.type is None else ast.unparse(node.type) for node in handlers}
    assert not caught & {None, "Exception", "BaseException"}


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_words_say_the_same_in_both_languages(path: Path) -> None:
    """Chinese is in the first place, English in the second, and both have the same marks to fill in."""
    for zh, en in _texts(tree(path)):
        assert not CJK.search(en), f"Chinese in English words: {en}"
        assert CJK.search(zh) or zh == en or not re.search(r"[A-Za-z]{4,}", MARK.sub("", zh)), f"no Chinese: {zh}"
        assert _marks(zh) == _marks(en), f"{zh} / {en}"


def _texts(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Text" and len(node.args) == 2:
            zh, en = (argument.value if isinstance(argument, ast.Constant) else None for argument in node.args)
            if isinstance(zh, str) and isinstance(en, str):
                yield zh, en


def _marks(words: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(words) if field}


@cache
def published_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a checkout: which files are published is not known")
    return tuple(path for path in (ROOT / file for file in done.stdout.split("\0") if file) if path.is_file())


def test_no_file_names_a_machine() -> None:
    """No path of somebody's disk, and no host but those that a reader may want to visit."""
    traces = {name(path): found for path in published_files() if (found := _traces(path))}
    assert traces == {}


def _traces(path: Path) -> list[str]:
    if path.suffix in {".png", ".parquet", ".xlsx", ".otf"}:
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    return MACHINE.findall(text) + sorted(set(HOST.findall(text)) - KNOWN_HOSTS)


def test_traces_of_a_machine_are_recognised() -> None:
    """The pattern itself: put together here, so that this file is not one of those it finds."""
    assert all(MACHINE.search(f"open('/{folder}/x')") for folder in ("work", "home", "tmp", "Users"))
    assert not MACHINE.search("a/home/x and ~/work and {base}/work/x")


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
    source = [path for path in published_files() if path.suffix in {".py", ".js", ".css", ".toml"}]
    assert [name(path) for path in source if later.search(path.read_text(encoding="utf-8"))] == []
