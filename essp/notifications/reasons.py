"""Why somebody was told of things: the watched things and the groups behind their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from essp.notifications import calls, subjects
from essp.notifications.models import CALLS, Notification, Subject
from essp.notifications.subjects import Named as Thing
from essp.notifications.wording import reason_of
from essp.people.models import Person


def watched_by(actor: Person, rows: Iterable[Notification]) -> Mapping[tuple[str, int], Thing]:
    """The watched things behind rows of the actor, as far as they may know of them still."""
    ids: dict[Subject, set[int]] = defaultdict(set)
    for row in rows:
        if not row.direct:
            ids[Subject(row.reason)].add(row.reason_id)
    return {
        (subject.value, each): thing
        for subject in ids
        for each, thing in subjects.names(actor, subject, ids[subject]).items()
    }


def unsaid(actor: Person, rows: Sequence[Notification]) -> Mapping[tuple[str, int], str]:
    """What the lines about these rows leave open, in a sentence: what is watched, which group was called."""
    found = {
        each: reason_of(each[0], thing.title) for each, thing in watched_by(actor, rows).items()
    }
    groups = {(row.reason, row.reason_id) for row in rows if row.direct and row.reason in CALLS}
    named = calls.names_of_groups(actor, groups) if groups else {}
    return found | {each: reason_of(each[0], name) for each, name in named.items()}
