"""A furnished site: one thing of every kind that an address can name, and every address by method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from essp.attachments.storing import store
from essp.care.models import Case, Thing
from essp.care.reporting import report
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.core.text.anchors import Anchor
from essp.curation import appointing, handing_over
from essp.curation.places import Place
from essp.discussions.models import Kind
from essp.discussions.passages import Pointed, comment, comment_by_id
from essp.discussions.posting import start_thread
from essp.discussions.queries import opening_of
from essp.expertise.asking_models import Invitation, PrivateQuestion
from essp.expertise.endorsing import endorse
from essp.people import links, sessions, tokens
from essp.people.fields import Wanted, add_field
from essp.people.models import Person, Purpose, Role
from essp.people.queries import own_tokens
from essp.search.filters import Filters
from essp.search.saving import save_search
from essp.spaces import grouping, membership
from essp.spaces.models import Access, Space
from essp.spaces.stewarding import Wanted as StewardWanted
from essp.stats.place_models import Pilot
from essp.topics.naming import start_topic
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.guard_models import Level, UnlockRequest
from essp.wiki.models import Page
from essp.wiki.proposing import propose
from essp.wiki.protecting import Wish, protect
from tests.hardening.doubted import doubted

TEXT = "## When to start\n\nStart at 95% of the limit.\n\n## After\n\nWrite down what you did.\n"


@dataclass(frozen=True)
class Furnished:
    """What stands on the site, and for each parameter of a route a value that leads there."""

    space: Space
    page: Page
    archived: Page
    secret: str
    invitation: str
    values: dict[str, Any]


def furnish(
    make_person: Callable[..., Person], make_space: Callable[..., Space], owner: Person
) -> Furnished:
    """Put a page, an archived one, a file, a request, links and a token on an empty site."""
    ruben = make_person("Ruben Haak")
    asker, guest = make_person("Wim Vos"), make_person("Guus Ter Horst", joined_at=None)
    space = make_space(owner, "Grid reviews", access=Access.BY_REQUEST, members=(ruben,))
    with transaction():
        page = create_page(owner, space, title="Congestion playbook", text=TEXT).page
        edit_page(ruben, page, text=TEXT.replace("95%", "92%"), based_on=1)
        archived = create_page(owner, space, title="Old rota", text="Gone.\n").page
        lifecycle.archive_page(owner, archived)
        file = store(owner, space, name="plan.txt", content=b"a plan")
        request = membership.request_entry(asker, space, "I would like to read along.")
        invitation = links.make_link(Purpose.INVITATION, guest)
        secret = tokens.make_token(owner, "a program")[1]
        sessions.begin_sign_in(ruben, days=1)
        topic = start_topic(owner, name="Transformers", language="en")
        ada = make_person("Ada Van Beheer", role=Role.ADMINISTRATOR.value)
        field = add_field(ada, Wanted(name_en="Room", name_nl="Kamer"))
        search = save_search(owner, name="Limits", query="limit", filters=Filters())
        talk = start_thread(owner, space, Kind.QUESTION, title="Who may lift it?", text="At night.")
        said = opening_of(talk)
        passage = comment(
            owner, page.uid, Pointed(anchor=Anchor("of the limit")), text="Which one?"
        )
        proposal = propose(ruben, page, text=TEXT, based_on=2, reason="As it was")
        guard = protect(owner, page, Wish(Level.AFTERWARDS, reason="Watched"))
        assert guard is not None
        asked = UnlockRequest(
            uid=new_uid(), protection_id=guard.id, page_id=page.id, by_id=ruben.id, at=clock.now(),
            reason="Please",
        )  # fmt: skip
        session().add(asked)
        made = report(asker, Thing.PERSON, ruben.handle, reason="spam").report
        case = session().get_one(Case, made.case_id)
        owned = own(owner, ruben, Place(space, page))
        endorsed = endorse(ruben, owner, topic, key=f"page:{page.uid}")
        alone, called = brought(owner, ruben, talk.id)
        said_of = doubted(owner, ruben, page)
        tried = tried_out(owner, space)
    values = {
        "slug": space.slug, "space_slug": space.slug, "page_slug": page.slug, "uid": page.uid,
        "handle": ruben.handle, "name": file.name, "token": invitation, "number": 1,
        "sign_in_id": 1, "token_id": own_tokens(owner)[0].id, "filename": "favicon.svg",
        "topic": topic.slug, "search": search.uid, "width": 320, "field": field.uid,
        "talk": talk.uid, "said": said.uid, "comment": comment_by_id(page, passage.thread_id).thread.uid,
        **owned, **said_of, "case": case.uid, "proposal": proposal.uid, "right": 1,
        "protection": guard.uid, "asked": asked.uid, "endorsement": endorsed,
        "question": alone, "invitation": called, "reply": "not-me",
        "table": "figures", "tile": "unanswered", "condition": "answered", "pilot": tried, "measure": "D1",
    }  # fmt: skip
    of_files = (
        "serve", "version", "show", "thumb", "replace", "rename", "archive", "restore", "return_file",
    )  # fmt: skip
    special = {f"attachments.{verb}": {"uid": file.uid} for verb in of_files}
    special["spaces.decide"] = {"number": request.id}
    special["expertise.of_file"] = {"uid": file.uid}
    return Furnished(space, page, archived, secret, invitation, values | {"": special})


def own(owner: Person, asked: Person, at: Place) -> dict[str, str]:
    """A group of owners, somebody who was asked to own a page, and a handover of its space."""
    group = grouping.make_group(owner, at.space, "Tariff team")
    grouping.ask_into_group(owner, at.space, group, asked)
    row = appointing.appoint(owner, at, StewardWanted(line=at.line, person=asked))
    hand = handing_over.hand_over(owner, Place(at.space), to=asked)
    return {"group": group.uid, "held": row.uid, "hand": hand.uid}


def tried_out(by: Person, space: Space) -> str:
    """A pilot of the space."""
    now = clock.now()
    made = Pilot(
        uid=new_uid(), space_id=space.id, name="Trial", starts_on=now.date(), ends_on=now.date(),
        by_id=by.id, created_at=now,
    )  # fmt: skip
    session().add(made)
    session().flush()
    return made.uid


def brought(owner: Person, asker: Person, thread_id: int) -> tuple[str, str]:
    """A question that somebody asked the owner alone, and one that was brought to the owner."""
    now = clock.now()
    alone = PrivateQuestion(
        uid=new_uid(), asker_id=asker.id, person_id=owner.id, title="May I?", at=now
    )
    called = Invitation(
        uid=new_uid(), thread_id=thread_id, person_id=owner.id, wave=1, at=now, words="limit"
    )
    session().add_all([alone, called])
    session().flush()
    return alone.uid, called.uid


def routes(app: Flask, *methods: str) -> Iterator[tuple[str, Rule]]:
    """Every route that answers one of these methods, with that method."""
    for rule in app.url_map.iter_rules():
        for method in methods:
            if method in (rule.methods or ()):
                yield method, rule


def address(rule: Rule, site: Furnished, **other: Any) -> str:
    """The address of a route: what stands on the site, with some values replaced."""
    filled = {**site.values, **site.values[""].get(rule.endpoint, {}), **other}
    built = rule.build({name: filled[name] for name in rule.arguments}, append_unknown=False)
    assert built is not None, rule
    return str(built[1])
