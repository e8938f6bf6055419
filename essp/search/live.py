"""The index of this installation, wherever it lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from essp.search.backends import Index
from essp.search.backends.whoosh import WhooshIndex

_folder: list[Callable[[], Path]] = []
_opened: dict[Path, Index] = {}


class NoIndexError(RuntimeError):
    """Nobody said where the index lives."""


def use_folder_of(choose: Callable[[], Path]) -> None:
    """Set the function that tells the folder of the index; called when search is installed."""
    _folder[:] = [choose]


def index() -> Index:
    """The index that is asked and written; its files are opened when it is first used."""
    if not _folder:
        raise NoIndexError("search is not installed on the application")
    folder = _folder[0]()
    if folder not in _opened:
        _opened[folder] = WhooshIndex(folder)
    return _opened[folder]
