"""The site and the browser of the stories; without Chromium or Playwright they are left out, and say why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.site import Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.visitors import Visitors

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    if find_spec("playwright") is None:
        pytest.skip("the package playwright is not installed (run `make setup`)")
    from tests.browser.chromium import chromium, program

    if program() is None:
        pytest.skip("Chromium is not installed (Debian package: chromium)")
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served site with people, spaces and pages."""
    together = "PYTEST_XDIST_WORKER" in os.environ
    kept = tmp_path_factory.getbasetemp().parent / "content" if together else None
    with served(tmp_path_factory.mktemp("site"), kept=kept) as running:
        yield running


@pytest.fixture(scope="session")
def empty_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served site that nobody has set up yet."""
    with served(tmp_path_factory.mktemp("empty"), content=None) as running:
        yield running


@pytest.fixture(scope="session")
def visitors(browser: Browser, site: Site) -> Visitors:
    """Signed-in people, each signed in once."""
    from tests.browser.visitors import Visitors

    return Visitors(browser, site)


@pytest.fixture
def visit(visitors: Visitors) -> Iterator[Callable[..., Page]]:
    """Open a window of a person: `visit("femke", locale="nl")`. It must stay free of faults."""
    from tests.browser.chromium import PATIENCE, Watch

    opened: list[tuple[Page, Watch]] = []

    def open_window(who: str | None, **options: Any) -> Page:
        page = visitors.page(who, **options)
        page.set_default_timeout(PATIENCE)
        opened.append((page, Watch(page.context)))
        return page

    yield open_window
    for page, _watch in opened:
        page.context.close()
    faults = [fault for _page, watch in opened for fault in watch.faults]
    assert not faults, faults


@pytest.fixture
def start_page(site: Site, visit: Callable[..., Page]) -> Callable[..., str]:
    """Start a page through the form; gives its permanent id."""

    def start(title: str, text: str, who: str = "femke") -> str:
        with _window(visit, who) as page:
            page.goto(f"{site.url}/s/{site.known['space']}/-/new?fresh=1")
            page.fill("#title", title)
            page.fill("#text", text)
            page.click(".pubbar button[type=submit]")
            page.wait_for_selector("main.doc")
            address = page.get_attribute("main [data-copy-link]", "href")
            assert address
            return address.rsplit("/", 1)[1]

    return start


@contextmanager
def _window(visit: Callable[..., Page], who: str) -> Iterator[Page]:
    yield visit(who)
