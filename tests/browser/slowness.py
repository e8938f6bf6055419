"""A slow laptop on a slow line, on purpose: what must not hang on how quick a machine happens to be.

`SLOW_PAGES=5` makes the processor of every window that many times slower. `LATE_ANSWERS=400` keeps each
answer of the server back for up to that many milliseconds, half of them before the request is
worked on and half of them after. Both are for `pytest -m browser`; without them nothing is slowed.
"""

from __future__ import annotations

import os
import random
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RATE = float(os.environ.get("SLOW_PAGES", "1"))
LATEST = float(os.environ.get("LATE_ANSWERS", "0")) / 1000
SERVING = "tests.browser.slowness" if LATEST else "essp.cli"


def slowed(page: Page) -> Page:
    """The same page, as slow as is asked for."""
    if RATE > 1:
        tools = page.context.new_cdp_session(page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": RATE})
    return page


def main() -> None:
    """Do what `essp` does, with late answers."""
    from flask import Flask

    from essp import cli

    answering = Flask.wsgi_app

    def late(*request: Any) -> Any:
        before, after = random.choice([(1, 0), (0, 1)])
        wait = random.uniform(0, LATEST)
        time.sleep(before * wait)
        answer = answering(*request)
        time.sleep(after * wait)
        return answer

    Flask.wsgi_app = late  # type: ignore[assignment, method-assign]
    sys.argv[0] = "essp"
    cli.main()


if __name__ == "__main__":
    main()
