"""Who may change a page: what guards it, for everyone; for its owners the form to change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, require
from essp.core.i18n import Message, _
from essp.core.web import zone
from essp.people.current import me
from essp.wiki import policy, presence, protecting
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guard_requests import open_on
from essp.wiki.guarding import held_on, owners_of_page, proposals_open
from essp.wiki.guards import Guard, Held
from essp.wiki.models import Page
from essp.wiki.protecting import Wish
from essp.wiki.queries import Place, find_page, places
from essp.wiki.sections import sections_of
from essp.wiki.web import blueprint
from essp.wiki.web.typed import number_in

PAGE, BELOW = "page", "below"


@dataclass(frozen=True)
class Asked:
    """The form as it was typed, or as it begins."""

    level: str = Level.OPEN.value
    scope: str = PAGE
    until: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A protection that holds for a page, whether it is the one that counts, and what it is for.

    `place` is the page where it was set, `below` whether it holds for all below that.
    """

    held: Held
    counts: bool
    part: str
    place: Place | None
    below: bool
    confirm_by: datetime | None


@blueprint.get("/p/<uid>/protection")
@members
def protection(uid: str) -> ResponseReturnValue:
    """What guards a page and who owns it; for owners the form to change it."""
    page = find_page(me(), uid)
    return _screen(page, _begun(page))


@blueprint.post("/p/<uid>/protection")
@members
def guard_page(uid: str) -> ResponseReturnValue:
    """Guard a page, all below it or a section, or let it be open again."""
    asked = _typed()
    try:
        with transaction():
            page = find_page(me(), uid)
            kept = protecting.protect(me(), page, _wish(asked), seen=number_in("seen"))
    except Invalid as invalid:
        return _screen(find_page(me(), uid), asked, invalid.errors), 422
    flash(_("Kept. The page says so to everyone.") if kept else _("It is open again."), "ok")
    return redirect(url_for(".protection", uid=uid), 303)


@blueprint.get("/p/<uid>/protection/<protection>/change")
@members
def change_guard_form(uid: str, protection: str) -> ResponseReturnValue:
    """The form in which an owner changes a protection that was set on the page."""
    page = find_page(me(), uid)
    row = _own(uid, protection)
    require(policy.edit(me(), page))
    require(policy.protect(me(), owners_of_page(page)))
    return _change_screen(page, row, _as_asked(row))


@blueprint.post("/p/<uid>/protection/<protection>/change")
@members
def change_guard(uid: str, protection: str) -> ResponseReturnValue:
    """Give a protection another level, end or reason; it stays the same one."""
    asked = _typed()
    try:
        with transaction():
            _own(uid, protection)
            protecting.change(me(), protection, _wish(asked), seen=number_in("seen"))
    except Invalid as invalid:
        page = find_page(me(), uid)
        return _change_screen(page, _own(uid, protection), asked, invalid.errors), 422
    flash(_("Changed. The page says so to everyone."), "ok")
    return redirect(url_for(".protection", uid=uid), 303)


@blueprint.post("/p/<uid>/protection/<protection>/release")
@members
def release_guard(uid: str, protection: str) -> ResponseReturnValue:
    """Lift a protection that was set on the page."""
    with transaction():
        _own(uid, protection)
        protecting.release(me(), protection, reason=request.form.get("why", "")[:500])
    flash(_("Lifted."), "ok")
    return redirect(url_for(".protection", uid=uid), 303)


@blueprint.post("/p/<uid>/protection/<protection>/confirm")
@members
def confirm_guard(uid: str, protection: str) -> ResponseReturnValue:
    """Say that a lock without an end is still needed."""
    with transaction():
        _own(uid, protection)
        protecting.confirm(me(), protection)
    flash(_("Confirmed for another half year."), "ok")
    return redirect(url_for(".protection", uid=uid), 303)


def _own(uid: str, protection: str) -> Protection:
    for each in protecting.set_on(find_page(me(), uid)):
        if each.uid == protection:
            return each
    raise NotFound


def _change_screen(
    page: Page,
    row: Protection,
    asked: Asked,
    errors: Mapping[str, Message] = MappingProxyType({}),
) -> str:
    [line] = [each for each in _lines(page) if each.held.uid == row.uid]
    return render_template(
        "wiki/protection_change.html",
        page=page,
        space=page.space,
        line=line,
        asked=asked,
        levels=[each for each in _levels() if each[0] != Level.OPEN.value],
        errors=errors,
    )


def asked_screen(page: Page, uid: str, words: str, errors: Mapping[str, Message]) -> str:
    """The screen again, with an answer that could not be given to who asked to unlock the page."""
    return _screen(page, _begun(page), answering={"uid": uid, "words": words, "errors": errors})


def _screen(
    page: Page,
    asked: Asked,
    errors: Mapping[str, Message] = MappingProxyType({}),
    answering: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    owners = owners_of_page(page)
    may = policy.edit(me(), page) and policy.protect(me(), owners)
    return render_template(
        "wiki/protection.html",
        page=page,
        space=page.space,
        lines=_lines(page),
        owners=owners,
        may=bool(may),
        asked=asked,
        scopes=_scopes(page) if may else [],
        levels=_levels(),
        errors=errors,
        unlocking=open_on([each.id for each in protecting.set_on(page)]) if may else (),
        answering=answering,
        waiting=proposals_open(page) if may else 0,
        writers=[name for name in presence.writers(page.id) if name != me().name] if may else [],
    )


def _lines(page: Page) -> list[Line]:
    held, own = held_on(page), {each.uid: each for each in protecting.set_on(page)}
    guard, found = Guard(held), places(me(), sorted({each.page_id for each in held}))
    words = {each.id: each.words for each in sections_of(page)}
    counting = {each.uid for each in (guard.whole, *guard.sections.values()) if each}
    return [
        Line(
            held=each,
            counts=each.uid in counting,
            part=words.get(each.section_id, "") if each.section_id else "",
            place=found.get(each.page_id),
            below=each.inherited or own[each.uid].subtree,
            confirm_by=None if each.inherited else own[each.uid].confirm_by,
        )
        for each in held
    ]


def _begun(page: Page) -> Asked:
    """The form as it begins: what was set on the page as a whole, if anything was."""
    whole = [each for each in protecting.set_on(page) if each.section_id is None]
    if not whole:
        return Asked()
    return _as_asked(max(whole, key=lambda each: Level(each.level).order))


def _as_asked(row: Protection) -> Asked:
    """A protection as the form holds it."""
    until = row.until.astimezone(zone()).strftime("%Y-%m-%dT%H:%M") if row.until else ""
    return Asked(row.level, BELOW if row.subtree else PAGE, until, row.reason)


def _typed() -> Asked:
    sent = request.form
    return Asked(
        level=sent.get("level", "")[:20],
        scope=sent.get("scope", PAGE)[:20],
        until=sent.get("until", "")[:40].strip(),
        reason=sent.get("reason", "")[:5000],
    )


def _wish(asked: Asked) -> Wish:
    """What was asked for. Raises Invalid."""
    try:
        level = Level(asked.level)
    except ValueError:
        raise Invalid(level=_("Choose who may change this.")) from None
    section = asked.scope.removeprefix("s")
    if asked.scope not in {PAGE, BELOW} and not (section.isdecimal() and len(section) < 10):
        raise Invalid(scope=_("Choose what it is for."))
    return Wish(
        level=level,
        subtree=asked.scope == BELOW,
        section_id=None if asked.scope in {PAGE, BELOW} else int(section),
        reason=asked.reason,
        until=_moment(asked.until) if level is not Level.OPEN else None,
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(
            until=_("Write the day and the time as 2026-11-23 09:00, or leave it empty.")
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=zone())


def _scopes(page: Page) -> Sequence[tuple[str, str]]:
    sections = [
        (f"s{each.id}", _("Only the part “%(heading)s”", heading=each.words))
        for each in sections_of(page)
    ]
    return [(PAGE, _("This page")), (BELOW, _("This page and all below it")), *sections]


def _levels() -> Sequence[tuple[str, str, str]]:
    return [
        (Level.OPEN.value, _("Open"), _("Everyone edits. Owners and watchers see each change.")),
        (
            Level.AFTERWARDS.value,
            _("Looked after"),
            _("Everyone edits and it goes live at once. An owner looks at each edit afterwards."),
        ),
        (
            Level.BEFORE.value,
            _("Protected"),
            _(
                "Everyone proposes, an owner approves. Readers see the approved version, with a note "
                "that newer edits wait."
            ),
        ),
        (
            Level.LOCKED.value,
            _("Locked for a while"),
            _(
                "Owners alone edit. Comments and proposals stay open. For incidents and legal holds."
            ),
        ),
    ]
