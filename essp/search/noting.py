"""Whoever wants to know what people look for, and how much is found, says so here.

Search keeps nothing of it. The part that counts use does, by the rules that people agreed on.
"""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[int, str, int], None]
_listeners: list[Listener] = []


def when_searched(work: Listener) -> None:
    """Let this know, with their id, the words and how much was found, whoever searches."""
    if work not in _listeners:
        _listeners.append(work)


def searched(person_id: int, words: str, found: int) -> None:
    """Somebody looked for something and sees what was found."""
    for work in _listeners:
        work(person_id, words, found)
