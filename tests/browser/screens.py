"""Photograph every screen: `python -m tests.browser.screens [NAME ...]`.

Each screen is taken at two widths, light and dark, in both languages, into `screens/`, with an
`index.html` that shows them side by side. Two browsers work at a time, and each opens a screen once
for both its light and its dark photograph.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html import escape
from itertools import chain, product
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, Error

from tests.browser.chromium import chromium, program
from tests.browser.site import ROOT, Site, served
from tests.browser.table import SCREENS, Screen, bring
from tests.browser.visitors import Visitors

FOLDER = ROOT / "screens"
SIZES = {1440: 900, 390: 844}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AT_A_TIME = 2
PATIENCE = 60_000
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Every screen</title>
<style>body{{font:14px sans-serif;margin:24px}}img{{width:340px;border:1px solid #bbb}}
figure{{display:inline-block;margin:8px;vertical-align:top}}</style></head>
<body><h1>Every screen</h1>{body}</body></html>
"""


@dataclass(frozen=True)
class Look:
    """A window through which all screens are looked at, first light, then dark."""

    width: int
    language: str

    def photograph(self, screen: str, theme: str) -> Path:
        """Where the photograph of a screen is kept."""
        return FOLDER / f"{screen}-{self.width}-{theme}-{self.language}.png"

    def options(self) -> dict[str, Any]:
        """The same for Playwright."""
        return {
            "viewport": {"width": self.width, "height": SIZES[self.width]},
            "locale": self.language,
            "reduced_motion": "reduce",
        }


LOOKS = [Look(*each) for each in product(SIZES, ("en", "nl"))]


@contextmanager
def demonstration(folder: Path) -> Iterator[Site]:
    """The demonstration, searchable, with the scenes that the table asks for."""
    settings = {**os.environ, "ESSP_DATA": str(folder)}
    for command in (["demo"], ["search", "rebuild"]):
        subprocess.run(
            [sys.executable, "-m", "essp.cli", *command],
            cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    with served(folder, content="tests.browser.scenes") as site:
        yield site


def photograph(sites: Sequence[Site], wanted: Sequence[str], look: Look) -> list[str]:
    """Take the wanted screens (all, if none is named) of the full and the empty site.

    Tells which could not be brought to their state. It has a browser of its own, because Playwright
    keeps each to the thread that started it.
    """
    missing = []
    with chromium() as browser:
        windows = Windows([Visitors(browser, site) for site in sites], look)
        for screen in SCREENS:
            if wanted and screen.name not in wanted:
                continue
            try:
                windows.photograph(screen)
            except Error as error:
                missing.append(f"{screen.name} ({look.width}, {look.language}): {error.message}")
    return missing


@dataclass
class Windows:
    """The open windows of one look, one for each person: what it loaded once, it keeps."""

    visitors: Sequence[Visitors]
    look: Look
    of: dict[tuple[bool, str | None], BrowserContext] = field(default_factory=dict)

    def photograph(self, screen: Screen) -> None:
        """Take one screen, light and dark."""
        page = self._window(screen).new_page()
        page.set_default_timeout(PATIENCE)
        page.emulate_media(color_scheme="light")
        bring(page, self.visitors[screen.empty_site].site, screen)
        page.wait_for_load_state()
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            # Transitions are ended at once, and fonts awaited, by Playwright itself.
            path = self.look.photograph(screen.name, theme)
            page.screenshot(path=path, full_page=True, animations="disabled")
        page.close()

    def _window(self, screen: Screen) -> BrowserContext:
        key = (screen.empty_site, screen.who)
        if key not in self.of:
            visitors = self.visitors[screen.empty_site]
            self.of[key] = visitors.window(screen.who, **self.look.options())
        return self.of[key]


def contact_sheet() -> str:
    """All photographs in one page, a row for each screen."""
    rows = []
    for screen in SCREENS:
        taken = [look.photograph(screen.name, theme) for look in LOOKS for theme in THEMES]
        shots = [path.name for path in taken if path.exists()]
        figures = "".join(
            f'<figure><a href="{escape(shot)}"><img src="{escape(shot)}" alt=""></a>'
            f"<figcaption>{escape(shot)}</figcaption></figure>"
            for shot in shots
        )
        rows.append(f"<h2>{escape(screen.name)}</h2>{figures}")
    return SHEET.format(body="".join(rows))


def main(wanted: Sequence[str]) -> int:
    """Take the photographs and write the sheet."""
    if program() is None:
        print("Missing: chromium. Install the package 'chromium' to photograph the screens.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as nothing,
        demonstration(Path(folder)) as site,
        served(Path(nothing), content=None) as empty,
        ThreadPoolExecutor(AT_A_TIME) as hands,
    ):
        missing = list(chain(*hands.map(partial(photograph, [site, empty], wanted), LOOKS)))
    (FOLDER / "index.html").write_text(contact_sheet())
    print(f"{len(list(FOLDER.glob('*.png')))} photographs: {FOLDER / 'index.html'}")
    if missing:
        print("Not photographed:", *missing, sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
