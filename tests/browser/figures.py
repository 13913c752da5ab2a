"""The pictures of the README, taken from the running application: `make figures`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, WHAT_TO_TYPE, found
from tests.browser.serving import ROOT, served
from tests.browser.visit import DESK, PHONE, Scheme, Size, visiting

FOLDER = ROOT / "docs" / "images"
FIGURES: tuple[tuple[str, str, Size, Scheme], ...] = (
    ("overview-zh-light", "?lang=zh", DESK, "light"),
    ("overview-en-dark", "?lang=en", DESK, "dark"),
    ("overview-phone", "?lang=zh", PHONE, "light"),
    ("summary-en-light", "summary?lang=en&period=2026-10", DESK, "light"),
    ("summary-zh-light", "summary?lang=zh&period=2026-10", DESK, "light"),
    ("trends-en-light", "trends?lang=en&kpi=response_on_time&opened=V13", DESK, "light"),
    ("trends-zh-light", "trends?lang=zh&kpi=response_on_time&opened=V13", DESK, "light"),
    ("compare-en-light", "compare?lang=en&part=adjusted", DESK, "light"),
    ("compare-zh-light", "compare?lang=zh&part=adjusted", DESK, "light"),
    ("causes-en-light", "causes?lang=en&kpi=completion_on_time&period=2026-Q2", DESK, "light"),
    ("causes-zh-light", "causes?lang=zh&kpi=completion_on_time&period=2026-Q2", DESK, "light"),
    ("orders-en-light", "orders?lang=en", DESK, "light"),
    ("orders-zh-light", "orders?lang=zh", DESK, "light"),
    ("statement-en-light", "agreements?lang=en&part=statement&vendors=V13", DESK, "light"),
    ("statement-zh-light", "agreements?lang=zh&part=statement&vendors=V13", DESK, "light"),
)


def take(browser: Browser, address: str, folder: Path) -> None:
    """Takes every picture; RuntimeError where a page has an error to show."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, query, size, scheme in FIGURES:
        with visiting(browser, size, scheme) as visit:
            visit.go(f"{address}/{query}")
            if visit.wrong:
                raise RuntimeError(f"{name}: {'; '.join(visit.wrong)}")
            visit.page.screenshot(path=folder / f"{name}.png")


def main() -> int:
    executable = found()
    if executable is None:
        print(WHAT_TO_TYPE, file=sys.stderr)
        return 1
    warehouse = Path(os.environ.get("ASSAY_WAREHOUSE", "data/warehouse")).absolute()
    with served(warehouse) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=list(ARGUMENTS))
        take(browser, address, FOLDER)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
