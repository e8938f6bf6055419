"""What the views of talk share: the blueprint, what was typed, words for kinds and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Blueprint, request, url_for
from markupsafe import Markup

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.i18n import Message, _
from essp.core.ids import clean_line, new_uid
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Outcome, Thread
from essp.discussions.subjects import Subject, subject_meant
from essp.people.current import me
from essp.spaces import rules
from essp.spaces.models import Space

blueprint = Blueprint("discussions", __name__)


@dataclass(frozen=True)
class Form:
    """What stands in a form of talk: as it was kept, drafted or typed."""

    text: str = ""
    title: str = ""
    kind: str = ""
    about: str = ""
    topics: str = ""
    asks_confirmation: bool = False
    remark: bool = False
    based_on: int | None = None
    told: int = 0
    save_key: str = field(default_factory=new_uid)
    preview: Markup | None = None
    errors: Mapping[str, Message] = field(default_factory=dict)

    def with_errors(self, errors: Mapping[str, Message]) -> Form:
        """The same, with what is wrong with it."""
        return replace(self, errors=errors)


def typed() -> Form:
    """What was sent, given back whenever it cannot be used."""
    sent = request.form
    return Form(
        text=sent.get("text", "").replace("\r\n", "\n"),
        title=sent.get("title", ""),
        kind=sent.get("kind", ""),
        about=sent.get("about", "")[:100],
        topics=sent.get("topics", "")[:2000],
        asks_confirmation="asks_confirmation" in sent,
        remark="remark" in sent,
        based_on=_number(sent.get("based_on", "")),
        told=_number(sent.get("told", "")) or 0,
        save_key=clean_line(sent.get("save_key", ""))[:40] or new_uid(),
    )


def note_rules(space_id: int) -> None:
    """Whoever writes may say in the same form that they have read the house rules they were shown."""
    if ids := rules.named_in(request.form.get("rules", "")):
        rules.have_read(me(), session().get_one(Space, space_id), ids)


def subject_known(text: str) -> Subject | None:
    """The thing that `page:uid`, `person:handle` or `topic:address` names, if the reader may know."""
    try:
        return subject_meant(me(), text)
    except NotFound:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else None


def part_asked() -> int | None:
    """The part of a conversation that the address names, from 1."""
    number = _number(request.args.get("part", ""))
    return max(number, 1) if number is not None else None


def uid_in(text: str) -> str:
    """The uid of the thread that an address, or a uid by itself, names."""
    return text.strip().split("#")[0].split("?")[0].rstrip("/").rpartition("/")[2][:10]


def path_of(thread: Thread) -> str:
    """Where a thread is read."""
    return url_for("discussions.show", talk=thread.uid)


@dataclass(frozen=True)
class Word:
    """A word on the screen with its icon, and a sentence that explains it."""

    label: str
    symbol: str
    meaning: str = ""


@blueprint.app_template_global("kind_word")
def kind_word(kind: str) -> Word:
    """What a kind of thread is called."""
    return {
        Kind.QUESTION: Word(
            _("Question"), symbol="message-circle-question-mark",
            meaning=_("You need an answer. You accept the one that helped."),
        ),
        Kind.DISCUSSION: Word(
            _("Discussion"), symbol="messages-square",
            meaning=_("You want to think something through with others."),
        ),
        Kind.IDEA: Word(
            _("Idea"), symbol="lightbulb", meaning=_("You propose something. Others can support it.")
        ),
        Kind.ANNOUNCEMENT: Word(
            _("Announcement"), symbol="megaphone",
            meaning=_("Everyone should know. You can ask who read and understood it."),
        ),
        Kind.COMMENT: Word(_("Comment"), symbol="message-square"),
    }[Kind(kind)]  # fmt: skip


@blueprint.app_template_global("outcome_word")
def outcome_word(outcome: str) -> Word:
    """How a thread ended."""
    return {
        Outcome.ANSWERED: Word(_("Answered"), symbol="circle-check"),
        Outcome.BECAME_PAGE: Word(_("Became a page"), symbol="file-plus"),
        Outcome.BECAME_EDIT: Word(_("Became an edit"), symbol="git-compare"),
        Outcome.DECIDED: Word(_("Decided"), symbol="circle-check"),
        Outcome.DROPPED: Word(_("Dropped"), symbol="archive"),
        Outcome.RESOLVED: Word(_("Resolved"), symbol="circle-check"),
        Outcome.DUPLICATE: Word(_("Asked elsewhere too"), symbol="git-merge"),
        Outcome.MERGED: Word(_("Merged into another conversation"), symbol="git-merge"),
    }[Outcome(outcome)]


@blueprint.app_template_global("meaning_word")
def meaning_word(meaning: str) -> Word:
    """What a reaction says."""
    return {
        Meaning.HELPFUL: Word(_("Helpful"), symbol="thumbs-up"),
        Meaning.SAME_QUESTION: Word(_("Same question"), symbol="hand"),
        Meaning.OUTDATED: Word(_("Outdated"), symbol="clock-alert"),
        Meaning.THANKS: Word(_("Thanks"), symbol="heart"),
        Meaning.SUPPORT: Word(_("I support this"), symbol="thumbs-up"),
    }[Meaning(meaning)]
