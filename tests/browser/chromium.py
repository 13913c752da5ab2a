"""Which Chromium the browser tests drive: the one named, one found on the machine, or one installed now.

`python tests/browser/chromium.py` makes sure that there is one; where there cannot be, one line says what to type.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMED = "ASSAY_BROWSER"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "brave-browser")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
WHAT_TO_TYPE = (
    "The browser tests need Chromium and none could be had. Type one of: 'apt-get install chromium' (Debian), "
    "'.venv/bin/python -m playwright install --with-deps chromium', or name your own: 'ASSAY_BROWSER=/path/to/chrome make test'"
)
# A test browser asks nobody outside, and runs as root in containers.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
)
_PATIENCE = 300  # seconds for an installer, which may wait for a network that is not there


def found() -> Path | None:
    """A browser that starts: named by ASSAY_BROWSER (then no other), on the path, at its usual place, or Playwright's own."""
    if named := os.environ.get(NAMED):
        return Path(named) if _starts(named) else None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    places = (*(shutil.which(command) or "" for command in COMMANDS), *APPLICATIONS, own)
    return next((Path(place) for place in places if place and _starts(place)), None)


def _starts(place: str) -> bool:
    """Whether it is there and runs: on Ubuntu `chromium-browser` may only be a note that says where to get it."""
    if not Path(place).is_file():
        return False
    if os.name == "nt":
        return True  # asked for its version, a browser on Windows opens a window instead
    return _succeeds(place, "--version")


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def installed() -> Path | None:
    """A browser fetched now, by Playwright or, as root on Debian, by the system."""
    print("No Chromium on this machine: installing one (some 150 MB)", flush=True)
    if _succeeds(sys.executable, "-m", "playwright", "install", "chromium") and (own := found()):
        return own
    if is_debian_root() and _apt("chromium", "fonts-noto-cjk"):
        return found()
    return None


def is_debian_root() -> bool:
    release = Path("/etc/os-release")
    is_debian = release.is_file() and "\nID=debian\n" in f"\n{release.read_text(encoding='utf-8')}\n"
    return is_debian and os.geteuid() == 0


def _apt(*packages: str) -> bool:
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    return _succeeds("apt-get", "update", "-qq") and _succeeds(*install)


def get_chinese_fonts() -> None:
    """Fonts for the screenshots, where they are missing and can be had. The tests do without them, the pictures do not."""
    if is_debian_root() and not _has_chinese_fonts():
        _apt("fonts-noto-cjk")


def _has_chinese_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(("fc-list", ":lang=zh"), capture_output=True, check=False).stdout.strip())


def main() -> int:
    browser = found()
    if browser is None and not os.environ.get(NAMED):
        browser = installed()
    if browser is None:
        print(WHAT_TO_TYPE, file=sys.stderr)
        return 1
    get_chinese_fonts()
    return 0


if __name__ == "__main__":
    sys.exit(main())
