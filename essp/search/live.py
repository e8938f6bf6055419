"""The index of this installation, wherever it lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from essp.search.backends import Index, Works
from essp.search.backends.whoosh import WhooshIndex
from essp.search.backends.whoosh.works import WhooshWorks

_folder: list[Callable[[], Path]] = []
_opened: dict[Path, Index] = {}
_works: dict[Path, Works] = {}


class NoIndexError(RuntimeError):
    """Nobody said where the index lives."""


def use_folder_of(choose: Callable[[], Path]) -> None:
    """Set the function that tells the folder of the index; called when search is installed."""
    _folder[:] = [choose]


def index() -> Index:
    """The index that is asked and written; its files are opened when it is first used."""
    folder = _chosen()
    if folder not in _opened:
        _opened[folder] = WhooshIndex(folder)
    return _opened[folder]


def works() -> Works:
    """The words of pieces of work, in a folder within that of the index."""
    folder = _chosen() / "works"
    if folder not in _works:
        _works[folder] = WhooshWorks(folder)
    return _works[folder]


def _chosen() -> Path:
    if not _folder:
        raise NoIndexError("search is not installed on the application")
    return _folder[0]()
