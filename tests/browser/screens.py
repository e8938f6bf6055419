"""Photograph every screen: `python -m tests.browser.screens [NAME ...]`.

Each screen is taken at two widths, light and dark, in both languages, into `screens/`, with an
`index.html` that shows them side by side.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.chromium import chromium, program
from tests.browser.site import ROOT, Site, served
from tests.browser.table import SCREENS, bring
from tests.browser.visitors import Visitors

FOLDER = ROOT / "screens"
SIZES = {1440: 900, 390: 844}
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Every screen</title>
<style>body{{font:14px sans-serif;margin:24px}}img{{width:340px;border:1px solid #bbb}}
figure{{display:inline-block;margin:8px;vertical-align:top}}</style></head>
<body><h1>Every screen</h1>{body}</body></html>
"""


@dataclass(frozen=True)
class Look:
    """How a screen is looked at."""

    width: int
    theme: str
    language: str

    @property
    def name(self) -> str:
        """The end of the name of its photographs."""
        return f"{self.width}-{self.theme}-{self.language}"

    def options(self) -> dict[str, Any]:
        """The same for Playwright."""
        return {
            "viewport": {"width": self.width, "height": SIZES[self.width]},
            "color_scheme": self.theme,
            "locale": self.language,
            "reduced_motion": "reduce",
        }


LOOKS = [Look(*each) for each in product(SIZES, ("light", "dark"), ("en", "nl"))]


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


def photograph(
    sites: Sequence[Site], browser: Browser, wanted: Sequence[str], looks: Sequence[Look]
) -> None:
    """Take the wanted screens (all, if none is named) in these looks, of the full and empty site."""
    of_site = [(site, Visitors(browser, site)) for site in sites]
    for screen in SCREENS:
        if wanted and screen.name not in wanted:
            continue
        site, visitors = of_site[screen.empty_site]
        for look in looks:
            page = visitors.page(screen.who, **look.options())
            bring(page, site, screen)
            page.wait_for_timeout(300)
            page.screenshot(path=FOLDER / f"{screen.name}-{look.name}.png", full_page=True)
            page.context.close()
        print(screen.name, flush=True)


def contact_sheet() -> str:
    """All photographs in one page, a row for each screen."""
    rows = []
    for screen in SCREENS:
        shots = [f"{screen.name}-{look.name}.png" for look in LOOKS]
        figures = "".join(
            f'<figure><a href="{escape(shot)}"><img src="{escape(shot)}" alt=""></a>'
            f"<figcaption>{escape(shot)}</figcaption></figure>"
            for shot in shots
            if (FOLDER / shot).exists()
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
        chromium() as browser,
    ):
        photograph([site, empty], browser, wanted, LOOKS)
    (FOLDER / "index.html").write_text(contact_sheet())
    print(f"{len(list(FOLDER.glob('*.png')))} photographs: {FOLDER / 'index.html'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
