"""A conversation as templates want it: each post with its HTML and what this reader may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from essp.core.i18n import _, ngettext
from essp.core.markdown import fold_quotes
from essp.discussions import policy
from essp.discussions.conversation import Accepted, Conversation, Said
from essp.discussions.leading import Lead
from essp.discussions.linking import placed
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Way
from essp.discussions.reacting import said_of
from essp.discussions.screen import Screen, Shown


@dataclass(frozen=True)
class Reaction:
    """A reaction that can be given to a post, or was."""

    meaning: str
    people: int
    mine: bool
    open: bool


@dataclass(frozen=True)
class Card:
    """What stands with a post: its HTML, its marks, and what this reader may do.

    `drafted` is a reply to it that they began and did not send.
    """

    html: Markup
    drafted: str
    reactions: list[Reaction]
    accepted: list[Accepted]
    lapsed: list[Accepted]
    mine: bool
    may_reply: bool
    may_edit: bool
    may_remove: bool
    may_accept: bool
    may_bring_back: bool
    may_split: bool


def cards(talk: Conversation, screen: Screen) -> Mapping[int, Card]:
    """The cards of all posts on the screen, by their ids."""
    shown = list(screen.drawn.values())
    texts = placed(
        talk.reader, talk.thread.space,
        [("", []) if each.post.gone else (each.post.html, each.post.links) for each in shown],
    )  # fmt: skip
    return {each.post.id: _card(talk, each, html) for each, html in zip(shown, texts, strict=True)}


def _card(talk: Conversation, shown: Shown, html: str) -> Card:
    actor, thread, post, here = talk.reader, talk.thread, shown.post, talk.standing
    accepted = talk.marks.accepted.get(post.id, [])
    return Card(
        html=Markup(fold_quotes(html, _quoted)),  # noqa: S704 - sanitised when it was written
        drafted=talk.marks.drafts.get(post.id, ""),
        reactions=_reactions(talk, shown),
        accepted=[each for each in accepted if not each.lapsed],
        lapsed=[each for each in accepted if each.lapsed],
        mine=post.author_id == actor.id,
        may_reply=bool(policy.reply(actor, thread, post)),
        may_edit=bool(policy.edit(actor, post)),
        may_remove=bool(policy.remove(actor, post, here)),
        may_accept=bool(policy.accept(actor, thread, post, here)),
        may_bring_back=bool(policy.bring_back(actor, post, here)),
        may_split=bool(policy.split(actor, thread, post, here)),
    )


def _reactions(talk: Conversation, shown: Shown) -> list[Reaction]:
    """Those that can be given here, and whatever else was given."""
    post = shown.post
    given: Mapping[str, Said] = talk.marks.reactions.get(post.id, {})
    can = [] if post.gone else said_of(talk.thread.kind, opening=post.parent_id is None)
    more = [each for each in Meaning if each.value in given and each not in can]
    own = post.author_id == talk.reader.id
    return [
        Reaction(
            each.value, *given.get(each.value, Said(0, False)),
            each in can and (not own or each is Meaning.OUTDATED),
        )
        for each in [*can, *more]
    ]  # fmt: skip


def state_line(talk: Conversation) -> tuple[str, str, str]:
    """The state of a thread: look of its label, icon and words."""
    thread = talk.thread
    if thread.kind == Kind.QUESTION.value and thread.accepted and thread.answered_at:
        took = spoken(thread.answered_at - thread.at)
        return "curated", "circle-check", _("Answered after %(time)s", time=took)
    if thread.closed:
        return "archived", "lock", _("Closed")
    if thread.kind == Kind.QUESTION.value:
        return "due", "clock", _("No accepted answer yet")
    return "open", "message-square", _("Open")


def lead_words(lead: Lead) -> str:
    """How a thread leads elsewhere, before the name of where."""
    there, here = {
        Way.SPLIT_FROM: (_("%(name)s split this off from"), _("%(name)s split off a part:")),
        Way.MERGED_INTO: (_("%(name)s merged this into"), _("%(name)s merged into this:")),
        Way.MOVED_FROM: (_("%(name)s moved this here from"), ""),
        Way.DUPLICATE_OF: (_("%(name)s closed this; the same is in"), _("The same was asked in")),
        Way.BECAME_PAGE: (_("%(name)s made a page of it:"), ""),
        Way.BECAME_EDIT: (_("%(name)s made an edit of it:"), ""),
    }[lead.way]
    return (there if lead.here else here) % {"name": lead.by.name}


def spoken(span: timedelta) -> str:
    """How long something took, in its two largest units: 3 h 10 min."""
    minutes = max(int(span.total_seconds()) // 60, 1)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return ngettext("%(num)s day", "%(num)s days", days)
    if hours:
        return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    return _("%(minutes)s min", minutes=rest)


def _quoted(lines: int) -> str:
    return ngettext("Quoted text, %(num)s line", "Quoted text, %(num)s lines", lines)
