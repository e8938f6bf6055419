"""`python -m bench [NAME ...]`: run the measurements and print a table of each."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "web",
    "search",
    "storage",
    "links",
    "editor",
    "notifications",
    "discussions",
    "talk",
    "live",
    "home",
    "desk",
    "finding",
    "experts",
    "insight",
    "insight_year",
    "recording",
)


def main() -> None:
    """Run the named measurements, or all."""
    for name in sys.argv[1:] or NAMES:
        print(f"\n{name}")
        for what, figure in importlib.import_module(f"bench.{name}").run():
            print(f"  {what:<44} {figure}")


main()
