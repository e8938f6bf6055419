"""What stands out on the map of silos, in two or three sentences made by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essp.core.i18n import _, ngettext, number
from essp.stats.matrix import Cell, Department, Matrix
from essp.stats.web.silo_picture import gaps

CLOSED = 0.75  # of the openness that chance has
ENOUGH_TIES = 10  # of a department, for its openness to say something


@dataclass(frozen=True)
class Said:
    """A finding: the sentence, what stands behind it, and the pair that a step is for."""

    head: str
    more: str
    cell: Cell | None = None


def stands_out(matrix: Matrix) -> list[Said]:
    """The pair that lacks most ties, the one that meets most, and who keeps to itself, where there is one."""
    found = [_gap(matrix), _closest(matrix), _closed(matrix), _hanging(matrix)]
    return [each for each in found if each is not None][:3]


def department(name: str) -> str:
    """A department by its name; who has none is called so."""
    return name or _("No department")


def _gap(matrix: Matrix) -> Said | None:
    weak = gaps(matrix)
    if not weak:
        return None
    spoken = [each for each in weak if matrix.topics(each.pair.one, each.pair.other)]
    cell = (spoken or weak)[0]
    both = {"first": department(cell.pair.one), "second": department(cell.pair.other)}
    more = ngettext(
        "%(num)s tie where %(expected)s would be expected.",
        "%(num)s ties where %(expected)s would be expected.",
        cell.pair.ties, expected=number(round(cell.pair.expected)),
    )  # fmt: skip
    if spoken:
        count = len(matrix.topics(cell.pair.one, cell.pair.other))
        shared = ngettext(
            "Yet both have something to say about %(num)s topic.",
            "Yet both have something to say about %(num)s topics.", count,
        )  # fmt: skip
        more = f"{more} {shared}"
    return Said(_("%(first)s and %(second)s hardly meet.", **both), more, cell)


def _closest(matrix: Matrix) -> Said | None:
    strong = [each for each in matrix.strongest if each.telling and each.pair.ties >= 3]
    if not strong:
        return None
    pair = strong[0].pair
    both = {"first": department(pair.one), "second": department(pair.other)}
    more = _("%(times)s times as many ties as expected.", times=number(round(pair.ratio or 0, 1)))
    if (pair.one, pair.other) in matrix.held:
        more = f"{more} {_('Fewer than five people hold them together.')}"
    return Said(_("%(first)s and %(second)s meet most.", **both), more)


def _closed(matrix: Matrix) -> Said | None:
    told: Sequence[Department] = sorted(
        (
            each
            for each in matrix.departments
            if each.openness is not None
            and each.openness < CLOSED
            and matrix.map.degrees.get(each.name, 0) >= ENOUGH_TIES
        ),
        key=lambda each: each.openness or 0.0,
    )
    if not told:
        return None
    name = told[0].name
    inside, outside = matrix.map.inside(name), matrix.map.outside(name)
    more = ngettext(
        "%(inside)s of its %(num)s tie stays within.",
        "%(inside)s of its %(num)s ties stay within.",
        inside + outside, inside=number(inside),
    )  # fmt: skip
    return Said(_("%(name)s keeps most to itself.", name=department(name)), more)


def _hanging(matrix: Matrix) -> Said | None:
    shown = set(matrix.names)
    pairs = [two for two in matrix.held if shown.issuperset(two)]
    if not pairs:
        return None
    head = ngettext(
        "%(num)s pair of departments hangs on fewer than five people.",
        "%(num)s pairs of departments hang on fewer than five people each.", len(pairs),
    )  # fmt: skip
    return Said(
        head, _("Whoever holds one together alone reads so on their own page; nobody else does.")
    )
