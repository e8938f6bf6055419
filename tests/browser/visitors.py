"""The people who visit the site, each in windows of their own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import sign_in
from tests.browser.site import Site
from tests.browser.slowness import slowed

AS_TEXT = "try { localStorage['editor-mode'] ??= '\"text\"' } catch {}"


class Visitors:
    """Each person signs in once, through the form, and opens any number of windows."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.signed_in: dict[str, Any] = {}

    def page(self, who: str | None, **options: Any) -> Page:
        """A page in a fresh window of this person."""
        return slowed(self.window(who, **options).new_page())

    def window(self, who: str | None, **options: Any) -> BrowserContext:
        """A fresh window of this person, in which several pages may be opened, and pages are written as text."""
        window = self.browser.new_context(**options, storage_state=self._state(who))
        window.add_init_script(AS_TEXT)
        return window

    def _state(self, who: str | None) -> Any:
        if who is None:
            return None
        if who not in self.signed_in:
            context = self.browser.new_context()
            sign_in(context, self.site, who)
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]
