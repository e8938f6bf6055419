"""The people who visit the site, each in windows of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import PATIENCE, Watch, sign_in
from tests.browser.site import Site
from tests.browser.slowness import slowed

FORGET = "localStorage.clear(), sessionStorage.clear()"
AS_TEXT = "try { localStorage['editor-mode'] ??= '\"text\"' } catch {}"


class Visitors:
    """Each person signs in once, through the form, and opens any number of windows."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.signed_in: dict[str, Any] = {}
        self.looking: dict[str | None, tuple[Page, Watch]] = {}

    def page(self, who: str | None, **options: Any) -> Page:
        """A page in a fresh window of this person."""
        return slowed(self.window(who, **options).new_page())

    def window(self, who: str | None, **options: Any) -> BrowserContext:
        """A fresh window of this person, in which several pages may be opened, and pages are written as text."""
        window = self.browser.new_context(**options, storage_state=self._state(who))
        window.add_init_script(AS_TEXT)
        return window

    @contextmanager
    def look(self, who: str | None, **options: Any) -> Iterator[Page]:
        """The window in which a person looks at one screen after the other, and touches none. A fresh
        one for each costs a third of the look. What a screen kept in it is forgotten; where
        something went wrong it is not used again.
        """
        page, watch = self.looking.pop(who, None) or self._watched(who, **options)
        try:
            yield page
            page.evaluate(FORGET)
            assert not watch.faults, watch.faults
        except BaseException:
            page.context.close()
            raise
        self.looking[who] = page, watch

    def sign_in_anew(self, who: str) -> None:
        """Forget the sign-in of a person, which a story is about to end."""
        self.signed_in.pop(who, None)
        page, _watch = self.looking.pop(who, (None, None))
        if page is not None:
            page.context.close()

    def _watched(self, who: str | None, **options: Any) -> tuple[Page, Watch]:
        page = self.page(who, **options)
        page.set_default_timeout(PATIENCE)
        return page, Watch(page.context)

    def _state(self, who: str | None) -> Any:
        if who is None:
            return None
        if who not in self.signed_in:
            context = self.browser.new_context()
            sign_in(context, self.site, who)
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]
