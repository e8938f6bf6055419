"""The sentences of a page that owners marked and that readers doubt: their list, and their places."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.attachments.queries import find_attachment
from essp.core import clock
from essp.core.access import members
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.core.ids import clean_line
from essp.core.markdown import excerpt
from essp.core.text.anchors import Anchor
from essp.curation.claims import Depends, claims_of, why_flagged
from essp.curation.doubts import answered_doubts, open_doubts
from essp.curation.models import Claim, Doubt
from essp.curation.sentences import Pointed
from essp.curation.verifying import owns
from essp.curation.web.edge import blueprint, date_words
from essp.people.current import me
from essp.wiki.queries import find_page

LONGEST_SENT = 5_000
SHOWN = 90  # characters of a sentence in a label


@blueprint.get("/p/<uid>/sentences")
@members
def sentences(uid: str) -> str:
    """Which sentences of a page are marked, doubted, or were."""
    page = find_page(me(), uid)
    return render_template(
        "curation/sentences.html", page=page, claims=claims_of(page), doubts=open_doubts(page),
        answered=answered_doubts(page), owner=owns(me(), page),
    )  # fmt: skip


@blueprint.get("/p/<uid>/sentences/marks")
@members
def sentence_marks(uid: str) -> ResponseReturnValue:
    """The places of these sentences in the text, for script that marks them there."""
    page = find_page(me(), uid)
    doubted = [_mark(each, "doubt", _doubted(each)) for each in open_doubts(page)]
    marked = [
        _mark(each, "flagged" if flag_of(each) else "claim", _claimed(each))
        for each in claims_of(page)
    ]
    return jsonify(marks=[*doubted, *marked])


@blueprint.app_template_global()
def flag_of(row: Claim) -> str:
    """Why a marked sentence is to be looked at: due, changed or gone; nothing where it holds."""
    return why_flagged(row, clock.now().date())


@blueprint.app_template_global()
def holds_words(row: Claim) -> str:
    """How long a marked sentence holds, as far as the reader may know what it depends on."""
    said = [_depends_words(row)] if row.depends_on else []
    if row.until is not None:
        said.insert(0, _("True until %(day)s.", day=date_words(row.until)))
    return " ".join(said)


def pointed() -> Pointed:
    """The words that the request points at."""
    sent = request.values
    near = sent.get("near", "")
    return Pointed(
        Anchor(
            sent.get("quote", "")[:LONGEST_SENT],
            sent.get("before", "")[-1000:],
            sent.get("after", "")[:1000],
        ),
        int(near) if near.isascii() and near.isdecimal() and len(near) < 9 else 0,
    )


def _depends_words(row: Claim) -> str:
    uid, _blank, number = row.depends_uid.partition(" ")
    name = _name_of(row, uid)
    if row.depends_on == Depends.FILE.value:
        return _("Depends on the file “%(name)s”.", name=name)
    if row.depends_on == Depends.PAGE.value:
        return _("Depends on the page “%(name)s”.", name=name)
    return _("Holds as long as “%(name)s” says %(number)s.", name=name, number=number)


def _name_of(row: Claim, uid: str) -> str:
    try:
        if row.depends_on == Depends.FILE.value:
            return find_attachment(me(), uid).name
        return find_page(me(), uid).title
    except NotFound:
        return _("something that you may not read")


def _mark(row: Claim | Doubt, kind: str, label: str) -> dict[str, Any]:
    at = url_for(".doubt", doubt=row.uid) if kind == "doubt" else url_for(".claim", claim=row.uid)
    return {
        "url": at, "kind": kind, "label": label,
        "quote": row.quote, "before": row.before, "after": row.after, "near": 0,
    }  # fmt: skip


def _doubted(row: Doubt) -> str:
    quote = clean_line(excerpt(row.quote, SHOWN))
    if row.kind == "wrong":
        return _("A reader says that this is wrong: %(quote)s", quote=quote)
    return _("A reader asks whether this is still right: %(quote)s", quote=quote)


def _claimed(row: Claim) -> str:
    quote = clean_line(excerpt(row.quote, SHOWN))
    flag = flag_of(row)
    if flag == "due":
        return _("May not be true any more, its day is past: %(quote)s", quote=quote)
    if flag:
        return _("May not be true any more, what it depends on changed: %(quote)s", quote=quote)
    return f"{holds_words(row)} {quote}"
