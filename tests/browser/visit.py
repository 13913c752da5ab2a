"""A visit to the application: a tab that remembers everything that went wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

Scheme = Literal["light", "dark"]
Size = tuple[int, int]
DESK: Size = (1440, 900)
PHONE: Size = (390, 844)
# Streamlit looks for itself below the page's own path first and then finds itself at the root: twice not found, no harm.
HARMLESS = re.compile(r"/[^/]+/_stcore/(?:health|host-config)$")
_PATIENCE = 30_000  # milliseconds


@dataclass
class Visit:
    """One tab. `wrong` collects console errors, script errors and requests that leave this machine."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.settle()

    def settle(self) -> None:
        """Waits until the page stands still: the frame is there and the server has nothing more to say."""
        expect(self.page.locator("h2").first).to_be_visible(timeout=_PATIENCE)
        self.rest()

    def rest(self) -> None:
        """Waits until no script has run for a while: a rerun starts a moment after the click that causes it."""
        still = "[data-testid=stApp][data-test-script-state=notRunning]"
        for _ in range(3):
            self.page.wait_for_selector(still, timeout=_PATIENCE)
            self.page.wait_for_timeout(100)

    @property
    def view(self) -> dict[str, list[str]]:
        """What the address bar says."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def headline(self) -> str:
        return self.page.locator("h2").first.inner_text()

    @property
    def sidebar(self) -> Locator:
        return self.page.get_by_test_id("stSidebar")

    @property
    def rows(self) -> Locator:
        """The rows of the table of vendors; it is a component of ours in an open shadow tree, which locators see through."""
        return self.page.locator(".st-key-vendors tbody tr, [data-testid=stMain] .assay tbody tr")

    @property
    def wideness(self) -> int:
        """By how many pixels the page can be scrolled sideways."""
        wide = "() => Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        return int(self.page.evaluate(f"{wide}.map(one => one.scrollWidth - one.clientWidth))"))

    @property
    def background(self) -> float:
        """How light the page is, 0 black to 1 white."""
        colour = self.page.get_by_test_id("stApp").evaluate("element => getComputedStyle(element).backgroundColor")
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / (3 * 255)


@contextmanager
def visiting(browser: Browser, size: Size = DESK, scheme: Scheme = "light") -> Iterator[Visit]:
    """A tab in a context of its own."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True)
    visit = Visit(context.new_page())
    visit.page.set_default_timeout(_PATIENCE)
    visit.page.on("console", lambda message: visit.wrong.extend(_error(message)))
    visit.page.on("pageerror", lambda error: visit.wrong.append(f"script: {error}"))
    visit.page.on("request", lambda request: visit.wrong.extend(_outside(request)))
    try:
        yield visit
    finally:
        context.close()


def _error(message: ConsoleMessage) -> list[str]:
    if message.type != "error" or HARMLESS.search(message.location.get("url", "")):
        return []
    return [f"console: {message.text}"]


def _outside(request: Request) -> list[str]:
    address = urlsplit(request.url)
    is_here = address.hostname in ("127.0.0.1", "localhost") or address.scheme in ("data", "blob")
    return [] if is_here else [f"left this machine: {request.url}"]
