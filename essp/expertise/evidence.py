"""The lines that explain why somebody is found, each with the work that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.expertise.matter import Deed, Facts
from essp.expertise.shapes import Figures, Kind, Line
from essp.expertise.wording import ngettext

MOST_LINES = 6
WORK = "%(work)s"


def lines_of(facts: Facts) -> list[Line]:
    """The lines that explain somebody, the weightiest first."""
    made = [make(facts) for make in _LINES]
    return [line for line in made if line is not None][:MOST_LINES]


def figures_of(facts: Facts, months: Sequence[int] = ()) -> Figures:
    """What is shown in numbers beside the lines."""
    return Figures(facts.share, len(facts.accepted), len(facts.endorsed), months)


def _line(kind: Kind, deed: Deed, text: Message, count: int = 1) -> Line:
    return Line(kind, text, deed.piece.title, deed.address, deed.at, count)


def _latest(deeds: Sequence[Deed]) -> Deed:
    return max(deeds, key=lambda deed: deed.at)


def _wrote(facts: Facts) -> Line | None:
    if not facts.wrote:
        return None
    best = max(facts.wrote, key=lambda deed: deed.amount * deed.piece.weight)
    share = f"{max(1, round(100 * facts.share))}%"
    many = len(facts.wrote)
    text = ngettext(
        "Wrote %(share)s of the words about it that stand, on %(work)s",
        "Wrote %(share)s of the words about it that stand, on %(num)s pages, most on %(work)s",
        many, share=share, work=WORK,
    )  # fmt: skip
    own = [deed.at for deed in facts.changed if deed.piece.path == best.piece.path]
    return Line(Kind.WROTE, text, best.piece.title, best.address, max(own, default=None), many)


def _accepted(facts: Facts) -> Line | None:
    if not facts.accepted:
        return None
    many = len(facts.accepted)
    text = ngettext(
        "%(num)s accepted answer, on %(work)s",
        "%(num)s accepted answers, the last one on %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.ACCEPTED, _latest(facts.accepted), text, many)


def _helpful(facts: Facts) -> Line | None:
    if not facts.helpful:
        return None
    people = sum(deed.amount for deed in facts.helpful)
    text = ngettext(
        "%(num)s colleague found an answer helpful, on %(work)s",
        "%(num)s times colleagues found an answer helpful, lately on %(work)s",
        people, work=WORK,
    )  # fmt: skip
    return _line(Kind.HELPFUL, _latest(facts.helpful), text, people)


def _endorsed(facts: Facts) -> Line | None:
    if not facts.endorsed:
        return None
    many = len(facts.endorsed)
    text = ngettext(
        "Endorsed by %(num)s colleague, for %(work)s",
        "Endorsed by %(num)s colleagues, lately for %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.ENDORSED, _latest(facts.endorsed), text, many)


def _owns(facts: Facts) -> Line | None:
    if not facts.owns:
        return None
    many = len(facts.owns)
    text = ngettext(
        "Knowledge owner of %(work)s",
        "Knowledge owner of %(num)s pages about it, among them %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.OWNS, _latest(facts.owns), text, many)


def _verified(facts: Facts) -> Line | None:
    if not facts.verified:
        return None
    many = len(facts.verified)
    text = ngettext(
        "Verified %(work)s",
        "Verified %(num)s pages about it, lately %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.VERIFIED, _latest(facts.verified), text, many)


def _became(facts: Facts) -> Line | None:
    if not facts.became:
        return None
    many = sum(deed.amount for deed in facts.became)
    text = ngettext(
        "A remark of theirs became an edit of %(work)s",
        "%(num)s of their remarks became edits, lately of %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.BECAME, _latest(facts.became), text, many)


def _reviewed(facts: Facts) -> Line | None:
    if not facts.reviewed:
        return None
    many = sum(deed.amount for deed in facts.reviewed)
    text = ngettext(
        "Reviewed a proposal for %(work)s",
        "Reviewed %(num)s proposals, lately for %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.REVIEWED, _latest(facts.reviewed), text, many)


def _changed(facts: Facts) -> Line | None:
    if not facts.changed or facts.wrote:
        return None
    many = sum(deed.amount for deed in facts.changed)
    text = ngettext(
        "Changed %(work)s once",
        "Made %(num)s changes, lately to %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.CHANGED, _latest(facts.changed), text, many)


def _answered(facts: Facts) -> Line | None:
    if not facts.answered or facts.accepted:
        return None
    many = len(facts.answered)
    text = ngettext(
        "Took part in %(work)s",
        "Wrote %(num)s posts about it, lately in %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.CHANGED, _latest(facts.answered), text, many)


def _named(facts: Facts) -> Line | None:
    if not facts.named:
        return None
    many = len(facts.named)
    text = ngettext(
        "Named as somebody who knows, on %(work)s",
        "Named on %(num)s pages about it, among them %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.NAMED, _latest(facts.named), text, many)


def _thanked(facts: Facts) -> Line | None:
    if not facts.thanked:
        return None
    many = len(facts.thanked)
    text = ngettext(
        "Thanked for a change of %(work)s",
        "Thanked for %(num)s changes, lately of %(work)s",
        many, work=WORK,
    )  # fmt: skip
    return _line(Kind.THANKED, _latest(facts.thanked), text, many)


def _declared(facts: Facts) -> Line | None:
    if not facts.declared:
        return None
    if facts.shown:
        text = _("Lists “%(said)s” on their profile", said=facts.declared)
    else:
        text = _("Lists “%(said)s” on their profile. No work here shows it yet.",
                 said=facts.declared)  # fmt: skip
    return Line(Kind.DECLARED, text)


_LINES: tuple[Callable[[Facts], Line | None], ...] = (
    _accepted, _wrote, _endorsed, _owns, _helpful, _verified, _became, _reviewed, _changed,
    _answered, _named, _thanked, _declared,
)  # fmt: skip
