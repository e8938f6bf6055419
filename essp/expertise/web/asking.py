"""Asking: the question, what may answer it already, where it is asked and who is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.i18n import Message, _
from essp.core.ids import clean_line, new_uid
from essp.discussions import asking as talk
from essp.discussions import drafts
from essp.discussions.models import Kind
from essp.expertise import asking, private
from essp.expertise.fitting import Fit, fits, look
from essp.expertise.folding import stems_in
from essp.expertise.queries import choices_of, is_on
from essp.expertise.reasons import kept, shown
from essp.expertise.room import rooms
from essp.expertise.shapes import Room
from essp.expertise.web import blueprint, waiting
from essp.people.current import me
from essp.people.models import Person
from essp.spaces import rules
from essp.spaces.models import Space
from essp.spaces.queries import own_spaces, readable_spaces

LONGEST = 400
WHOLE = 4  # telling words from which what was looked for is taken for a question
OFFERED, BESIDE, FIRST = 5, 2, 3


@dataclass(frozen=True)
class Form:
    """A question as it was typed; `also` are handles of those who are told too, None before that was
    shown, and `alone` says that nobody else is to read it."""

    q: str = ""
    person: str = ""
    title: str = ""
    text: str = ""
    space: str = ""
    alone: bool = False
    also: Sequence[str] | None = None
    told: int = 0
    save_key: str = field(default_factory=new_uid)
    errors: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggested:
    """Somebody who can be told of it, why, and whether they are chosen."""

    person: Person
    why: str
    chosen: bool


@blueprint.get("/who-knows/ask")
@members
def ask() -> ResponseReturnValue:
    """The form that asks about `q`, one `person` first or whoever may know."""
    given = request.args
    form = Form(
        q=clean_line(given.get("q", ""))[:LONGEST], person=given.get("person", "")[:80],
        title=clean_line(given.get("title", ""))[:255], space=given.get("space", "")[:100],
    )  # fmt: skip
    draft = drafts.own_draft(me(), _place(form)) if "fresh" not in given else None
    if draft is not None and not form.title:
        form = replace(form, title=draft.title, text=draft.text)
    elif not form.title and (form.q.endswith("?") or len(stems_in(form.q)) >= WHOLE):
        form = replace(form, title=form.q[:255])
    return _shown(form, drafted=draft is not None)


@blueprint.post("/who-knows/ask")
@members
def send() -> ResponseReturnValue:
    """Ask it in the open or alone; with `look` show what is there first, with `keep` keep it as a draft."""
    form = _typed()
    if "keep" in request.form:
        return _kept(form)
    if "look" in request.form:
        return _shown(form)
    person = _person(form)
    try:
        address = _asked_alone(form, person) if form.alone and person else _asked_openly(form)
    except Refused as refused:
        return _shown(replace(form, errors={"space": refused.reason})), 403
    except Invalid as invalid:
        return _shown(replace(form, errors=invalid.errors)), 422
    return redirect(address, 303)


@blueprint.post("/who-knows/ask/near")
@members
def near() -> str:
    """What may answer it already, as far as it is typed: a part of the screen, for script."""
    return str(near_part(_typed()))


@blueprint.post("/who-knows/ask/found")
@members
def found() -> ResponseReturnValue:
    """A page or a conversation answers it: what was typed is dropped, and that is opened."""
    form, (kind, _colon, uid) = _typed(), request.form.get("answer", "").partition(":")
    key = "".join(each for each in uid[:10] if each.isascii() and each.isalnum())
    if kind not in {"p", "t"} or not key:
        raise NotFound
    with transaction():
        drafts.discard(me(), _place(form))
    return redirect(f"/{kind}/{key}", 303)


def near_part(form: Form) -> Markup:
    """What may answer it already."""
    told = talk.near(me(), form.title, form.text)
    drawn = render_template("expertise/_ask_near.html", found=told, form=form)
    return Markup(drawn)  # noqa: S704 - a template of ours


def _asked_openly(form: Form) -> str:
    space = _space(form, _person(form))
    if space is None:
        raise Invalid(
            space=_("Choose where it is asked. Everyone who reads that space can answer.")
        )
    people = asking.named(me(), [form.person, *(form.also or ())])
    with transaction():
        thread = asking.ask_openly(
            me(), space, title=form.title, text=form.text, words=form.q or form.title,
            people=people if form.also is not None or form.person else None,
            save_key=form.save_key, told=form.told,
        )  # fmt: skip
        drafts.discard(me(), _place(form))
        if read := rules.named_in(request.form.get("rules", "")):
            rules.have_read(me(), space, read)
        told = [each.name for each in asking.told_at_first(me(), thread)]
    flash(_told_whom(told), "ok")
    return f"/t/{thread.uid}"


def _asked_alone(form: Form, person: Person) -> str:
    with transaction():
        made = private.ask(
            me(), person, title=form.title, text=form.text, words=form.q or form.title,
            save_key=form.save_key,
        )  # fmt: skip
        drafts.discard(me(), _place(form))
    flash(_("It is asked. Only you and %(name)s read it.", name=person.name), "ok")
    return url_for(".between", question=made.uid)


def _told_whom(names: Sequence[str]) -> str:
    if not names:
        return _("It is asked, and everyone who reads this space can answer.")
    return _("It is asked. Told first: %(names)s.", names=", ".join(names))


def _kept(form: Form) -> ResponseReturnValue:
    try:
        with transaction():
            drafts.keep_draft(
                me(), _place(form), text=form.text, title=form.title, kind=Kind.QUESTION.value
            )
    except Invalid as invalid:
        return _shown(replace(form, errors=invalid.errors)), 422
    flash(_("It is kept, and stands here again when you come back."), "ok")
    return redirect(url_for(".ask", q=form.q or None, person=form.person or None), 303)


def _typed() -> Form:
    sent = request.form
    told = sent.get("told", "")
    return Form(
        q=clean_line(sent.get("q", ""))[:LONGEST],
        person=sent.get("person", "")[:80],
        title=sent.get("title", ""),
        text=sent.get("text", "").replace("\r\n", "\n"),
        space=sent.get("space", "")[:100],
        alone=sent.get("where", "") == "alone",
        also=sent.getlist("also")[:OFFERED] if "offered" in sent else None,
        told=int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else 0,
        save_key=clean_line(sent.get("save_key", ""))[:40] or new_uid(),
    )


def _shown(form: Form, *, drafted: bool = False) -> str:
    person = _person(form)
    space = _space(form, person)
    template = "_ask_dialog.html" if "beside" in request.args else "ask.html"
    return render_template(
        f"expertise/{template}",
        form=form,
        person=person,
        first=person.name.split()[0] if person else "",
        head=_head(person),
        space=space,
        places=places_for(person),
        readers=talk.people_who_answer(space) if space else None,
        wait=waiting.words(talk.waits(me(), space, [])) if space else "",
        offered=_offered(form, person, space),
        near=near_part(form),
        drafted=drafted,
    )


def _head(person: Person | None) -> str:
    """How many questions wait for somebody, and how fast they usually answer."""
    if person is None:
        return ""
    room: Room = rooms(me(), [person], choices_of([person.id]))[person.id]
    return " ".join(waiting.head(room))


def _offered(form: Form, person: Person | None, space: Space | None) -> list[Suggested]:
    words = form.q or form.title
    if not words.strip() or not is_on():
        return []
    but = [person.id] if person else []
    best = fits(look(me(), words, space), but, seen_by=me())[:OFFERED]
    first = BESIDE if person else FIRST
    chosen = {fit.person.handle for fit in best[:first]} if form.also is None else set(form.also)
    return [Suggested(fit.person, _why(fit), fit.person.handle in chosen) for fit in best]


def _why(fit: Fit) -> str:
    if fit.for_ is not None:
        return _("Stands in for %(name)s, who is away", name=fit.for_.name)
    said = shown(me(), kept(fit.lines[:1]))
    return said[0].plain if said else ""


def _person(form: Form) -> Person | None:
    return next(iter(asking.named(me(), [form.person])), None) if form.person else None


def places_for(person: Person | None) -> list[tuple[Space, bool]]:
    """Where it can be asked, so that who is asked may read it; and whether it is the reader's own."""
    own = {each.id for each in own_spaces(me())}
    return [
        (each, each.id in own)
        for each in readable_spaces(me())
        if not each.practice and (person is None or _reads(person, each))
    ]


def _reads(person: Person, space: Space) -> bool:
    return space.is_open or asking.may_read(person, space)


def _space(form: Form, person: Person | None) -> Space | None:
    """The space that was chosen, else the one it fits best, else one of the reader's own."""
    places = places_for(person)
    by_slug = {each.slug: each for each, _own in places}
    if form.space:
        return by_slug.get(form.space)
    told = talk.near(me(), form.title or form.q, form.text)
    topics = [each.id for each in talk.topics_for(me(), None, form.title or form.q, form.text)]
    for each in talk.spaces_for(me(), told, topics):
        if each.slug in by_slug:
            return by_slug[each.slug]
    return next((each for each, own in places if own), None)


def _place(form: Form) -> str:
    return f"ask:{form.person}" if form.person else drafts.ANYWHERE
