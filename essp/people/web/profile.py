"""A profile: who somebody is, whom they work with, what they did; and as a card for address books."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.people import absences, directory, policy, queries, seeing, tree, vcards
from essp.people.current import me
from essp.people.field_models import Audience
from essp.people.web.edge import answer_with, blueprint, settings
from essp.people.web.showing import (
    audience_words,
    away_sentence,
    away_words,
    told,
    working_words,
)


@blueprint.get("/people/<handle>")
@members
def profile(handle: str) -> ResponseReturnValue:
    """Who somebody is, and what they did. One's own also as others see it, with `?as=everyone`."""
    person = queries.find_person(handle)
    if person.same_as_id is not None:
        return redirect(url_for("people.profile", handle=queries.kept_of(person).handle), 301)
    own = person.id == me().id
    eyes = as_others() if own else None
    return render_template(
        "people/profile.html",
        person=person,
        own=own,
        eyes=eyes.value if eyes else "",
        audiences=audience_words()[:2],
        answers=told(seeing.answers_of(person, eyes or seeing.eyes_of(me(), person))),
        team=tree.team_of(person),
        away=away_words(person),
        away_now=absences.is_away(person),
        deputy=directory.deputies_of([person]).get(person.deputy_id or 0),
        works=working_words(person),
        may_edit=policy.edit_profile(me(), person) and eyes is None,
        may_invite=policy.invite(me()),
        may_administer=policy.administer(me()),
    )


@blueprint.get("/people/<handle>.vcf")
@members
def card(handle: str) -> ResponseReturnValue:
    """A person as a vCard, with the numbers and links that the reader may see."""
    person = queries.find_person(handle)
    if person.same_as_id is not None:
        return redirect(url_for("people.card", handle=queries.kept_of(person).handle), 301)
    url = f"{settings().url.rstrip('/')}{url_for('people.profile', handle=person.handle)}"
    answers = seeing.answers_of(person, seeing.eyes_of(me(), person))
    text = vcards.vcard(person, answers, organisation=settings().name, url=url)
    response = answer_with(text)
    response.headers["Content-Type"] = "text/vcard; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{person.handle}.vcf"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def away_when_asked(handle: str) -> Markup:
    """Above a question to somebody: that they are away, and who can be asked; nothing while they are here."""
    person = queries.find_person(handle)
    words = away_sentence(person)
    if not words:
        return Markup()
    deputy = directory.deputies_of([person]).get(person.deputy_id or 0)
    own = deputy is not None and deputy.id == me().id
    told = render_template("people/asked_away.html", words=words, deputy=deputy, own=own)
    return Markup(told)  # noqa: S704 - a template of ours


def as_others() -> Audience | None:
    """Through whose eyes one looks at one's own profile; None through one's own."""
    asked = request.args.get("as", "")
    return next((each for each in Audience if each.value == asked), None)
