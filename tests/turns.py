"""Long walks in turns: each run takes a designed part of all that there is to try, and the next commit
takes the next part, so that a few commits after each other try everything.

`--thorough` tries everything at once. `--turn 3` takes the part of another commit, to look at what
was found there; without it the turn is the number of commits, so a run of a commit always does the
same.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


class Turn:
    """The part that this run takes."""

    def __init__(self, number: int, *, thorough: bool) -> None:
        self.number, self.thorough = number, thorough

    def takes(self, *places: int, of: int) -> bool:
        """Whether what stands at these places of several lists is tried in this run: one in `of` is.

        It is a Latin square: of each list every member meets one in `of` of the members of another.
        """
        return self.thorough or (sum(places) + self.number) % of == 0


def add_options(parser: pytest.Parser) -> None:
    """The options that say how much of the long walks is taken."""
    group = parser.getgroup("walks", "long walks over all routes")
    group.addoption("--thorough", action="store_true", help="take all of every walk")
    group.addoption("--turn", type=int, help="take this part (default: the number of commits)")


def choose(config: pytest.Config) -> None:
    """Settle the turn once, for this process and those that it starts."""
    if config.option.turn is None:
        config.option.turn = _commits()


def said(config: pytest.Config) -> str:
    """Which part is taken, in words."""
    return "walks: all of them" if config.option.thorough else f"walks: --turn {config.option.turn}"


def turn_of(config: pytest.Config) -> Turn:
    """The part that was settled."""
    return Turn(config.option.turn, thorough=config.option.thorough)


def _commits() -> int:
    try:
        told = subprocess.run(
            ["git", "rev-list", "--count", "HEAD"],
            cwd=CHECKOUT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(told.stdout)
