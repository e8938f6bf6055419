"""What was typed into the forms of a page: read once, given back whenever it cannot be saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import request

from essp.core.i18n import Message
from essp.core.ids import clean_line, new_uid
from essp.core.text.merge import Edited, Merge
from essp.wiki.topic_choice import TopicChoice

LONGEST_TOPICS = 2000


@dataclass(frozen=True)
class Form:
    """What stands in the edit form: as it was loaded, drafted or typed."""

    text: str = ""
    title: str = ""
    summary: str = ""
    minor: bool = False
    based_on: int | None = None
    parent: str = ""
    template: str = ""
    topics: TopicChoice | None = None
    told: int = 0
    save_key: str = field(default_factory=new_uid)
    errors: Mapping[str, Message] = field(default_factory=dict)

    def with_errors(self, errors: Mapping[str, Message]) -> Form:
        """The same, with what is wrong with it."""
        return replace(self, errors=errors)


def typed() -> Form:
    """What was sent, given back whenever it cannot be saved."""
    sent = request.form
    return Form(
        text=sent.get("text", "").replace("\r\n", "\n"),
        title=sent.get("title", ""),
        summary=sent.get("summary", ""),
        minor="minor" in sent,
        based_on=number_in("based_on"),
        parent=sent.get("parent", ""),
        template=sent.get("template", "")[:40],
        topics=topics_typed(),
        told=number_in("told") or 0,
        save_key=clean_line(sent.get("save_key", ""))[:40] or new_uid(),
    )


def topics_typed() -> TopicChoice | None:
    """What was sent about topics; None from a form that did not ask."""
    if "topics_shown" not in request.form:
        return None
    typed = request.form.get("topics", "")[:LONGEST_TOPICS]
    return TopicChoice(numbers_in("topics_shown"), numbers_in("topic"), typed)


def numbers_in(name: str) -> frozenset[int]:
    """All numbers that were sent under a name, in one field or in several."""
    sent = (part for text in request.form.getlist(name) for part in text.split(","))
    return frozenset(
        int(part) for part in sent if part.isascii() and part.isdigit() and len(part) < 10
    )


def number_in(name: str) -> int | None:
    """The revision that a field names; None for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def choices(merged: Merge) -> list[str]:
    """What was chosen at each place of a conflict: `mine`, `theirs`, `both` or one's own words."""
    found: list[str] = []
    for number, _conflict in enumerate(merged.conflicts):
        choice = request.form.get(f"choice-{number}", "both")
        if choice == "own":
            choice = Edited(request.form.get(f"own-{number}", "").replace("\r\n", "\n"))
        elif choice not in {"mine", "theirs"}:
            choice = "both"
        found.append(choice)
    return found
