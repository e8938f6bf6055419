"""Reports and decisions in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from essp.care import policy, things
from essp.care.handling import OUTCOMES
from essp.care.models import Case, Deed, Outcome, Reason, State, Thing, Verdict
from essp.care.queries import cases_told_to
from essp.care.things import Reported
from essp.core.i18n import _
from essp.people.models import Person


def reason_words(reason: str) -> str:
    """Why somebody reported a thing."""
    return {
        Reason.UNKIND: _("Hurtful or disrespectful"),
        Reason.PRIVATE: _("Private or confidential"),
        Reason.MISLEADING: _("Misleading or dangerous"),
        Reason.MISPLACED: _("In the wrong place"),
        Reason.SPAM: _("Advertising"),
        Reason.RULES: _("Against the house rules"),
        Reason.OTHER: _("Something else"),
    }[Reason(reason)]


def reasons() -> list[tuple[str, str, str]]:
    """The list of reasons for a form: value, words, and an explanation or nothing."""
    more = {
        Reason.UNKIND: _("It attacks, mocks or shuts out a person."),
        Reason.PRIVATE: _(
            "It tells about people or the organisation what is not for everyone here."
        ),
        Reason.MISLEADING: _("Whoever follows it makes a mistake that matters."),
        Reason.OTHER: _("Say below what it is."),
    }
    return [(each.value, reason_words(each.value), more.get(each, "")) for each in Reason]


def state_words(state: State) -> str:
    """How far cases are, for a list of them."""
    return {
        State.OPEN: _("To look at"),
        State.LOOKING: _("Somebody looks at it"),
        State.DONE: _("Decided"),
    }[state]


def outcome_words(outcome: str) -> str:
    """What became of a case."""
    return {
        Outcome.NOTHING: _("Nothing wrong"),
        Outcome.TALKED: _("Talked to the author"),
        Outcome.EDITED: _("Edited"),
        Outcome.MOVED: _("Moved"),
        Outcome.HIDDEN: _("Hidden"),
    }[Outcome(outcome)]


def outcomes(thing: Thing) -> list[tuple[str, str, str]]:
    """What can become of a case about such a thing, for a form."""
    more = {
        Outcome.NOTHING: _("It may stand as it is. Its author hears nothing of the report."),
        Outcome.TALKED: _("It stands, and its author reads your words and the rule."),
        Outcome.EDITED: _("You edited it, or its author did at your word. It goes into the log."),
        Outcome.MOVED: _("You moved it to where it belongs. It goes into the log."),
        Outcome.HIDDEN: _("It is hidden now, with the rule in its place. It goes into the log."),
    }
    return [(each.value, outcome_words(each.value), more[each]) for each in OUTCOMES[thing]]


def verdict_words(verdict: str) -> str:
    """What became of an objection."""
    return {
        Verdict.STANDS: _("The decision stands"),
        Verdict.TAKEN_BACK: _("The decision is taken back"),
    }[Verdict(verdict)]


def verdicts() -> list[tuple[str, str, str]]:
    """What can become of an objection, for a form."""
    more = {
        Verdict.STANDS: "",
        Verdict.TAKEN_BACK: _(
            "What was hidden comes back. What was edited or moved you put right."
        ),
    }
    return [(each.value, verdict_words(each.value), more[each]) for each in Verdict]


def thing_words(found: Reported) -> str:
    """A thing by name, as a moderator or its reader meets it."""
    if found.thing is Thing.PERSON:
        return _("Profile of %(name)s", name=found.title)
    if found.thing is Thing.MESSAGE:
        return _("Private message by %(name)s", name=found.author.name)
    if found.thing is Thing.REVISION:
        return _("Version %(number)s of %(page)s", number=found.version, page=found.title)
    if found.comment:
        return _("Comment by %(name)s", name=found.author.name)
    return _("Post by %(name)s in “%(title)s”", name=found.author.name, title=found.title)


def kind_words(thing: str) -> str:
    """What sort of thing it is, where nothing more may be told."""
    return {
        Thing.POST: _("A post"),
        Thing.REVISION: _("A version of a page"),
        Thing.PERSON: _("A profile"),
        Thing.MESSAGE: _("A private message"),
    }[Thing(thing)]


def deed_words(deed: str, thing: str) -> str:
    """What was done to a thing of that kind, for the log."""
    page = thing == Thing.REVISION.value
    return {
        Deed.HIDDEN: _("hid a version of a page") if page else _("hid a post"),
        Deed.BACK: _("showed a version of a page again") if page else _("brought a post back"),
        Deed.EDITED: _("had a text edited"),
        Deed.MOVED: _("moved something to its place"),
    }[Deed(deed)]


def became_words(found: Case) -> str:
    """What whoever reported hears of a case, in a sentence."""
    if found.decided_at is None:
        if found.state == State.LOOKING.value:
            return _("Somebody looks at it.")
        return _("It waits for somebody to look at it.")
    if found.verdict == Verdict.TAKEN_BACK.value:
        return _("Its author objected, and another moderator took the decision back.")
    return {
        Outcome.NOTHING: _("It was looked at, and nothing was found wrong with it."),
        Outcome.TALKED: _("Its author was talked to about it."),
        Outcome.EDITED: _("It was edited."),
        Outcome.MOVED: _("It was moved to where it belongs."),
        Outcome.HIDDEN: _("It was hidden."),
    }[Outcome(found.outcome)]


def concerning(actor: Person, ids: Collection[int]) -> Mapping[int, tuple[str, str, str]]:
    """Those of these cases that the actor hears of, by id: uid, name of the thing, where it is told."""
    cases = cases_told_to(actor, ids)
    found = things.load(cases, actor)
    told = {}
    for each in cases:
        thing = found.get((Thing(each.thing), each.thing_id))
        own = each.author_id == actor.id and each.outcome in policy.ACTED
        url = f"/care/decisions/{each.uid}" if own else f"/care/mine#r-{each.uid}"
        told[each.id] = (each.uid, thing_words(thing) if thing else kind_words(each.thing), url)
    return told
