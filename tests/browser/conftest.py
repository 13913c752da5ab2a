"""One browser and one server for all the browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, WHAT_TO_TYPE, found
from tests.browser.serving import served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = found()
    if executable is None:
        pytest.fail(WHAT_TO_TYPE, pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(executable), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def address(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small company is served, with a register of its own: the tests of pages that write nothing share the other one."""
    with served(warehouse, tmp_path_factory.mktemp("served") / "register.sqlite") as running:
        yield running
