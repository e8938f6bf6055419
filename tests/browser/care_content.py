"""Reports on the site of the browser's stories: waiting, looked at, decided, objected to; house rules."""

from __future__ import annotations

from essp.care import handling, reporting
from essp.care.models import Case, Thing
from essp.core.db import session, transaction
from essp.discussions.models import Kind
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.people.models import Person
from essp.spaces import rules
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.hiding import hide_version
from essp.wiki.models import Page

RULES = "1. Improve the page first, discuss it after.\n2. Say it about the words, not the person.\n"


def add_care(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Put house rules and reports into a space that Pieter owns, and say where they are."""
    pieter, kwame, ilse = (people[key] for key in ("pieter", "kwame", "ilse"))
    with transaction():
        rules.change_rules(ilse, None, "1. Be kind.\n2. Be findable.\n", based_on=0)
        before = rules.current(space)
        number = before.number if before else 0
        rules.change_rules(pieter, space, RULES, based_on=number)
        rules.change_rules(
            pieter, space, RULES + "3. Nothing about customers by name.\n", based_on=number + 1,
            note="After what happened in October",
        )  # fmt: skip
        asked = start_thread(
            people["ruben"], space, Kind.QUESTION, title="May we publish the waiting list?",
            text="Customers ask for it every week.",
        )  # fmt: skip
        said = [
            reply(kwame, opening_of(asked).uid, text=text)
            for text in (
                "Only a fool would ask that again, after all that I wrote about it.",
                "Jansen in Zwolle is first, I saw it this morning.",
                "Buy my book about it.",
                "Read the page before you ask.",
            )
        ]
        first, mine, objected, talked = (_reported(people, each.uid) for each in said)
        handling.take(pieter, mine.uid)
        _decided(pieter, objected, "hidden", "No advertising.")
        handling.object_to(kwame, objected.uid, "It is the book of the department.")
        handling.take(ilse, objected.uid)
        _decided(pieter, talked, "talked", "Say it about the words, not the person.")
        hidden = _hidden_version(pieter, kwame, space)
    return {
        "hidden": hidden.uid,
        "care_space": space.slug, "care_post": said[0].uid, "case": first.uid, "case_mine": mine.uid,
        "case_objected": objected.uid, "case_talked": talked.uid,
    }  # fmt: skip


def _hidden_version(pieter: Person, kwame: Person, space: Space) -> Page:
    """A page whose second version had a private number in it; the third has none."""
    text = "# The desk\n\nCall the desk first.\n\nIt answers within a day.\n"
    page = create_page(pieter, space, title="Who to call about rates", text=text).page
    said = text.replace("first.", "first, or Jansen at home.")
    edit_page(kwame, page, text=said, based_on=1, summary="Somebody who always answers")
    edit_page(kwame, page, text=text + "\nNot at night.\n", based_on=2, summary="Nights")
    hide_version(pieter, page, 2, note="A private telephone number")
    return page


def _reported(people: dict[str, Person], post: str) -> Case:
    for key, reason, words in (
        ("noor", "unkind", "This is how people stop asking."),
        ("sanne", "rules", ""),
        ("femke", "unkind", ""),
    ):
        made = reporting.report(people[key], Thing.POST, post, reason=reason, words=words)
    return session().get_one(Case, made.report.case_id)


def _decided(actor: Person, case: Case, outcome: str, rule: str) -> None:
    handling.take(actor, case.uid)
    words = "You know a lot about this. Say it so that people dare to ask the next time."
    handling.decide(actor, case.uid, outcome=outcome, rule=rule, words=words)
