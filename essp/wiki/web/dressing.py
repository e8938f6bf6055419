"""Source that is compared or attributed, dressed like the page: headings large, tables in columns.

Nothing is left out: a mark such as `##` stands small before its heading, and the bars of a table stay
in the text for whoever copies it or hears it read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from essp.core.markdown.lines import PLAIN, Line

BAR = re.compile(r"(?<!\\)\|")
ROWS = ("head", "row")

Part = Mapping[str, Any]  # "text", and whatever the view says of these words


@dataclass
class Dressed:
    """A line to be shown: its parts, or its cells; "mark" of a part is "small" or "hidden"."""

    kind: str
    parts: list[Part] = field(default_factory=list)
    cells: list[list[Part]] = field(default_factory=list)


def dressed(lines: Iterable[tuple[Line, Sequence[Part]]]) -> list[Dressed]:
    """Lines with their parts, in their order, ready to be shown."""
    found: list[Dressed] = []
    for line, parts in lines:
        before = found[-1] if found else None
        if line.kind == "rule" and before is not None and _follows(before, parts):
            before.cells[-1] += [
                {**part, "text": f"\n{part['text']}", "mark": "hidden"} for part in parts
            ]
        elif line.kind in ROWS:
            found.append(Dressed(line.kind, cells=_cells(parts)))
        else:
            found.append(_with_mark(line, parts))
    return found


def _follows(head: Dressed, rule: Sequence[Part]) -> bool:
    """Whether the line under the head of a table came and went with it, so that it need not show."""
    if head.kind != "head" or len(rule) != 1:
        return False
    ops = {part.get("op") for cell in head.cells for part in cell}
    return ops == {rule[0].get("op")} or rule[0].get("op") == "same"


def _with_mark(line: Line, parts: Sequence[Part]) -> Dressed:
    if line.kind == "rule":
        line = PLAIN
    first = parts[0] if parts else None
    if not line.mark or first is None or len(first["text"]) < line.mark:
        return Dressed(line.kind, list(parts))
    text = first["text"]
    rest = [{**first, "text": text[line.mark :]}] if text[line.mark :] else []
    mark = {**first, "text": text[: line.mark], "mark": "small"}
    return Dressed(line.kind, [mark, *rest, *parts[1:]])


def _cells(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts of a row by cell. Each bar stands, hidden, before what follows it."""
    cells: list[list[Part]] = [[]]
    escaped = False
    for part in parts:
        # A bar behind a backslash that ends the part before it divides nothing either.
        lead = "|" if escaped and part["text"].startswith("|") else ""
        words, *others = BAR.split(part["text"][len(lead) :])
        escaped = part["text"].endswith("\\")
        if lead + words:
            cells[-1].append({**part, "text": lead + words})
        for other in others:
            cells.append([{**part, "text": "|", "mark": "hidden"}])
            if other:
                cells[-1].append({**part, "text": other})
    return _closed(cells)


def _closed(cells: list[list[Part]]) -> list[list[Part]]:
    """Without an empty cell before the first bar and behind the last."""
    if len(cells) > 2 and not _shows(cells[0]):
        cells[1] = cells[0] + cells[1]
        del cells[0]
    if len(cells) > 1 and not _shows(cells[-1]):
        last = cells.pop()
        cells[-1] += last
    return cells


def _shows(cell: Sequence[Part]) -> bool:
    return any(part["text"].strip() and part.get("mark") != "hidden" for part in cell)
