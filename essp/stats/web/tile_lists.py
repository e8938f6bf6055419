"""What a figure by itself shows beside its value: things in lists, charts, a word of advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from essp.core.i18n import Message
from essp.stats.web import bars, charts


@dataclass(frozen=True)
class Line:
    """A thing with its place, what is to be said of it, and where something is done about it.

    With `knows`, who might know is fetched from there. With `done` the button does it, at `action`.
    """

    title: str
    path: str
    where: str = ""
    note: Message = ""
    button: Message = ""
    action: str = ""
    knows: str = ""
    done: bool = False


@dataclass(frozen=True)
class Listed:
    """Things under a heading; `empty` is said where there are none."""

    head: Message
    lines: Sequence[Line] = ()
    empty: Message = ""


@dataclass(frozen=True)
class Behind:
    """All that stands behind a figure: lists, at most one chart of each kind, and a word beforehand."""

    lists: Sequence[Listed] = ()
    note: Message = ""
    area: charts.Chart | None = None
    fall: bars.Bars | None = None
    curve: bars.Curve | None = None
    steps: bars.Bars | None = None
    advice: Sequence[tuple[Message, str, Message]] = field(default=())
