"""The tree of pages, from the folders of the source.

The page of a folder is its `index` or `README`, or the file beside it that has its name. A page hangs
under the page of its folder, or else of the nearest folder above that has one.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping

from essp.importers.selection import FOLDER_PAGES, is_folder_page, stem


def parents(paths: Iterable[str], standing: Collection[str]) -> dict[str, str | None]:
    """Path -> path of the page it hangs under, out of `standing`; None for those at the top."""
    by_stem: dict[str, str] = {}
    for path in sorted(standing):
        by_stem.setdefault(stem(path).lower(), path)
    return {path: _parent(path, by_stem) for path in paths}


def folders_without_page(standing: Collection[str]) -> dict[str, str]:
    """Folder -> one of the pages in it, of the folders that have no page of their own.

    The folder at the root is none of them.
    """
    stems = {stem(path).lower(): path for path in standing}
    found: dict[str, str] = {}
    for path in sorted(standing):
        folder = posixpath.dirname(path)
        if folder and not _pages_of(folder.lower(), stems, beside_only=False):
            found.setdefault(folder, path)
    return found


def tree_order(above: Mapping[str, str | None], names: Mapping[str, str]) -> list[str]:
    """Keys with each after the one it hangs under; beside each other by name.

    `above` is key -> key of the one above.
    """
    below: dict[str | None, list[str]] = {}
    for key, parent in above.items():
        below.setdefault(parent if parent in above else None, []).append(key)
    for keys in below.values():
        keys.sort(key=lambda key: names[key], reverse=True)
    order: list[str] = []
    waiting = list(below.get(None, ()))
    while waiting:
        key = waiting.pop()
        order.append(key)
        waiting.extend(below.get(key, ()))
    return order


def _parent(path: str, by_stem: Mapping[str, str]) -> str | None:
    """The nearest page above; a folder's own page begins its search beside the folder."""
    folder = posixpath.dirname(path).lower()
    own = is_folder_page(path)
    while True:
        for found in _pages_of(folder, by_stem, beside_only=own):
            if found != path:
                return found
        if not folder:
            return None
        folder, own = posixpath.dirname(folder), False


def _pages_of(folder: str, by_stem: Mapping[str, str], *, beside_only: bool) -> list[str]:
    """The pages that stand for a folder: inside it, then beside it."""
    inside = [posixpath.join(folder, name) for name in FOLDER_PAGES]
    names = [folder] if beside_only else [*inside, folder]
    return [by_stem[name] for name in names if name and name in by_stem]
