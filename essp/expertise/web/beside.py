"""Who knows about a page, a conversation or a file: a part that is fetched when somebody unfolds it.

Only the fold stands there, with a link for who has no script: so a page costs nothing for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import SQLColumnExpression, func, select, true

from essp.attachments.models import Attachment
from essp.attachments.queries import find_attachment
from essp.core.access import members
from essp.core.i18n import _
from essp.discussions.models import Thread
from essp.discussions.queries import find_thread
from essp.expertise import finding
from essp.expertise.models import FinderSwitch
from essp.expertise.queries import choices_of, is_on
from essp.expertise.shapes import Found
from essp.expertise.web import blueprint
from essp.expertise.web.cards import cards
from essp.people.current import me, told_along
from essp.wiki.models import Page
from essp.wiki.queries import find_page

FINDER_ON = "finder_on"  # what `sessions.ask_along` calls it
FEW = 4
SUGGESTED = 3
ASKED_BEHIND = 3  # more are looked at, where some of them do not want to be suggested
LONGEST = 4000


@blueprint.get("/p/<uid>/knowers")
@members
def of_page(uid: str) -> str:
    """Who knows about a page."""
    page = find_page(me(), uid)
    found = finding.find_about(me(), page=page, limit=FEW)
    return _shown(found, page.title, f"/s/{page.space.slug}/{page.slug}")


@blueprint.get("/t/<talk>/knowers")
@members
def of_thread(talk: str) -> str:
    """Who knows about what a conversation is about."""
    thread = find_thread(me(), talk)
    found = finding.find_about(me(), thread=thread, limit=FEW)
    return _shown(found, thread.title, f"/t/{thread.uid}")


@blueprint.get("/files/<uid>/knowers")
@members
def of_file(uid: str) -> str:
    """Who knows about what a file is about, by its name."""
    file = find_attachment(me(), uid)
    words = words_of_name(file.name)
    found = finding.find_about(me(), text=words, limit=FEW)
    return _shown(found, words, url_for("attachments.show", uid=file.uid))


def words_of_name(name: str) -> str:
    """The words in the name of a file: without its ending, parted where people cannot write blanks."""
    stem = name.rsplit(".", 1)[0]
    return " ".join(stem.replace("-", " ").replace("_", " ").split()) or name


def beside_thread(thread: Thread) -> Markup:
    """The fold beside a conversation."""
    return _fold(url_for("expertise.of_thread", talk=thread.uid), _("Who knows about this"))


def beside_file(attachment: Attachment) -> Markup:
    """The fold beside a file."""
    return _fold(url_for("expertise.of_file", uid=attachment.uid), _("Who knows about this"))


def reviewers_of_page(page: Page) -> Markup:
    """The fold in the curation desk: who could look at a page again."""
    return _fold(url_for("expertise.of_page", uid=page.uid), _("Who could review it"))


def while_asking(title: str, text: str) -> Markup:
    """People who are likely to know, while a question is typed; nothing before there are words."""
    if not title.strip() or not is_on():
        return Markup()
    words = f"{title} {text}"[:LONGEST]
    found = suggested(finding.find_about(me(), text=words, limit=SUGGESTED + ASKED_BEHIND))
    if not found:
        return Markup()
    return Markup(
        render_template("expertise/_suggested.html", cards=cards(found[:SUGGESTED], title.strip()))
    )


def suggested(found: Sequence[Found]) -> list[Found]:
    """Those of these who want to be suggested and are somebody else; who has no room stands behind."""
    choices = choices_of([each.person.id for each in found])
    fitting = [
        each for each in found if choices[each.person.id].suggested and each.person.id != me().id
    ]
    return sorted(fitting, key=lambda each: each.room.full or each.room.away_until is not None)


def finder_on(_person_id: SQLColumnExpression[int]) -> SQLColumnExpression[bool]:
    """Whether the organisation lets people be found, asked along with who is signed in."""
    last = select(FinderSwitch.on).order_by(FinderSwitch.id.desc()).limit(1).scalar_subquery()
    return func.coalesce(last, true())


def _fold(address: str, words: str) -> Markup:
    if not told_along(FINDER_ON):
        return Markup()
    fold = render_template("expertise/_fold.html", address=address, words=words)
    return Markup(f"<section>{fold}</section>")  # noqa: S704 - a template of ours


def _shown(found: Sequence[Found], words: str, back: str) -> str:
    part = "part" in request.args
    return render_template(
        "expertise/_few.html" if part else "expertise/about.html",
        cards=cards(found, words),
        words=words,
        back=back,
        off=not is_on(),
    )
