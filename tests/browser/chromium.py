"""The browser of the stories: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.site import Site
from tests.browser.slowness import slowed

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


# Milliseconds that a story waits for what it expects: enough on a machine that others use too.
PATIENCE = 20_000


def program() -> str | None:
    """Where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def until(page: Page, question: str, arg: Any = None) -> None:
    """Wait until a page answers a question that it has to await itself with yes. `wait_for_function` takes
    the promise of an answer for a yes."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(question, arg):
        assert time.monotonic() < end, f"it never came true: {question}"
        page.wait_for_timeout(50)


def sign_in(context: BrowserContext, site: Site, who: str) -> Page:
    """Sign a person of the content in through the form; answers with the page that follows."""
    page = slowed(context.new_page())
    page.goto(f"{site.url}/sign-in")
    page.fill("main [name=name]", site.known.get(who, who))
    page.fill("main [name=password]", site.known["password"])
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: not address.split("?")[0].endswith("/sign-in"))
    return page


class Watch:
    """What goes wrong in a browser: errors and policy reports of the console, and dialogs."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("dialog", self._asked)

    def _heard(self, message: Any) -> None:
        # What the browser says of every answer above 399, and of a line to a server that a story stops:
        # refused, reset or sent away, as it comes. Stories of the live line see for themselves that it works.
        told = message.text
        cut = told.startswith("WebSocket connection to") and " failed: " in told
        expected = cut or told.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _asked(self, dialog: Any) -> Any:
        if dialog.type == "beforeunload":  # who leaves with unsaved text is asked, and leaves
            return dialog.accept()
        self.faults.append(f"a dialog: {dialog.message}")
        return dialog.dismiss()
