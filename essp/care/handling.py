"""Looking at a case and deciding on it, and on an objection; never by whoever wrote or reported the thing.

Each verb holds the case first, so that of two moderators who press at once the second is told, not lost.
"""

from __future__ import annotations

from essp.care import book, policy
from essp.care.events import CaseDecided, CaseObjected, CaseTaken, ObjectionDecided
from essp.care.models import Case, Deed, Outcome, State, Thing, Verdict
from essp.care.queries import find_case, find_decision, held, thing_of
from essp.care.things import Reported
from essp.care.written import clean, clean_rule
from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, Refused, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.discussions.models import Gone
from essp.discussions.queries import Overtaken
from essp.discussions.removing import bring_back, remove_post
from essp.people.models import Person
from essp.wiki.hiding import hide_version, show_version
from essp.wiki.queries import find_page

OUTCOMES = {
    Thing.POST: tuple(Outcome),
    Thing.REVISION: tuple(Outcome),
    Thing.PERSON: (Outcome.NOTHING, Outcome.TALKED, Outcome.EDITED),
    Thing.MESSAGE: (Outcome.NOTHING, Outcome.TALKED),
}
LOGGED = {Outcome.EDITED: Deed.EDITED, Outcome.MOVED: Deed.MOVED}


def take(actor: Person, uid: str, *, over: bool = False) -> Case:
    """Say that one looks at a case; `over` takes it from whoever looks at it now.

    Raises NotFound, Refused, and Overtaken where somebody else looks at it or decided meanwhile.
    """
    found = held(find_case(actor, uid))
    _require_undecided(found)
    require(policy.take(actor, found))
    if found.state == State.LOOKING.value:
        if found.handler_id == actor.id:
            return found
        if not over:
            raise Overtaken(_("Somebody else looks at this by now."))
    found.state, found.handler_id, found.since = State.LOOKING.value, actor.id, clock.now()
    return _noted(actor, found, on=True)


def let_go(actor: Person, uid: str) -> Case:
    """Look at a case no longer; somebody else can. Raises NotFound, Refused and Overtaken."""
    found = held(find_case(actor, uid))
    _require_mine(actor, found)
    found.state, found.handler_id, found.since = State.OPEN.value, None, None
    return _noted(actor, found, on=False)


def decide(actor: Person, uid: str, *, outcome: str, rule: str = "", words: str = "") -> Case:
    """Say what becomes of a case that one looks at; hiding a post is done with it.

    `rule` is what was broken, needed where something is done: its author and the public log get it, as
    the note in the place of a hidden post does. `words` are for the author and whoever reported.
    Raises NotFound, Refused, Invalid and Overtaken.
    """
    found = held(find_case(actor, uid))
    _require_mine(actor, found)
    if found.decided_at is not None:
        raise Refused(_("This is about an objection: say whether the decision stands."))
    chosen, thing = _outcome(found, outcome), thing_of(found)
    rule = clean_rule(rule, needed=chosen is not Outcome.NOTHING)
    words = clean(words, "words")
    if chosen is Outcome.HIDDEN:
        _hide(actor, thing, rule)
    elif chosen in LOGGED:
        book.note(actor, LOGGED[chosen], thing, rule)
    found.outcome, found.rule, found.words = chosen.value, rule, words
    found.decided_at, found.decided_by_id = clock.now(), actor.id
    _done(found)
    record(CaseDecided(actor_id=actor.id, case_id=found.id, outcome=chosen.value))
    return found


def object_to(actor: Person, uid: str, words: str) -> Case:
    """Object to what was decided about one's own words, once: another moderator looks at it.

    Raises NotFound, Refused and Invalid.
    """
    found = held(find_decision(actor, uid))
    require(policy.object_to(actor, found))
    found.objection = clean(words, "words", needed=True)
    found.objected_at = found.opened_at = clock.now()
    found.state = State.OPEN.value
    record(CaseObjected(actor_id=actor.id, case_id=found.id))
    return found


def answer_objection(actor: Person, uid: str, *, verdict: str, words: str) -> Case:
    """Say whether a decision stands or is taken back; a hidden post is brought back with it.

    Raises NotFound, Refused, Invalid and Overtaken.
    """
    found = held(find_case(actor, uid))
    _require_mine(actor, found)
    if not found.objected:
        raise Refused(_("Nobody objects to this."))
    try:
        chosen = Verdict(verdict)
    except ValueError:
        raise Invalid(verdict=_("Choose whether the decision stands.")) from None
    words = clean(words, "words", needed=True)
    thing = thing_of(found)
    if chosen is Verdict.TAKEN_BACK and thing.gone == Gone.HIDDEN.value:
        _bring_back(actor, thing, words.split("\n")[0][:500])
    found.verdict, found.verdict_words = chosen.value, words
    found.verdict_at, found.verdict_by_id = clock.now(), actor.id
    _done(found)
    record(ObjectionDecided(actor_id=actor.id, case_id=found.id, verdict=chosen.value))
    return found


def _require_undecided(found: Case) -> None:
    if found.state == State.DONE.value:
        raise Overtaken(_("Somebody else decided this meanwhile."))


def _require_mine(actor: Person, found: Case) -> None:
    _require_undecided(found)
    if found.state == State.LOOKING.value and found.handler_id != actor.id:
        raise Overtaken(_("Somebody else looks at this by now."))
    require(policy.decide(actor, found))


def _outcome(found: Case, text: str) -> Outcome:
    possible = {each.value: each for each in OUTCOMES[Thing(found.thing)]}
    if text not in possible:
        raise Invalid(outcome=_("Choose what becomes of it."))
    return possible[text]


def _hide(actor: Person, thing: Reported, rule: str) -> None:
    """Hide a post or a version, unless somebody did so meanwhile.

    What its author took back cannot be hidden too, nor what a page says now.
    """
    if thing.gone == Gone.DELETED.value:
        raise Invalid(outcome=_("Its author took it back meanwhile, so it is out of sight."))
    if thing.gone:
        return
    if thing.thing is Thing.POST:
        remove_post(actor, thing.uid, note=rule)
        return
    try:
        hide_version(actor, find_page(actor, thing.uid), thing.version, note=rule)
    except Refused as refused:
        raise Invalid(outcome=refused.reason) from None


def _bring_back(actor: Person, thing: Reported, note: str) -> None:
    if thing.thing is Thing.POST:
        bring_back(actor, thing.uid, note=note)
    else:
        show_version(actor, find_page(actor, thing.uid), thing.version, note=note)


def _done(found: Case) -> None:
    found.state, found.handler_id, found.since = State.DONE.value, None, None
    session().flush()


def _noted(actor: Person, found: Case, *, on: bool) -> Case:
    session().flush()
    record(CaseTaken(actor_id=actor.id, case_id=found.id, on=on))
    return found
