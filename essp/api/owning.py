"""Who owns pages and spaces, for programs: reading it, asking somebody, agreeing and stepping down."""

from __future__ import annotations

from essp.api import owning_shapes as shapes
from essp.api.operations import operation
from essp.api.telling import named, url
from essp.core.db import session, transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import _
from essp.core.rest import Reply
from essp.curation import appointing, owned, places
from essp.curation.places import Place
from essp.people.current import me
from essp.people.models import Person
from essp.spaces import grouping, policy, queries
from essp.spaces.owning import Owners
from essp.spaces.steward_models import Stewardship
from essp.spaces.stewarding import Wanted, owns
from essp.wiki.models import Page


@operation("GET", "/pages/<uid>/owners", shapes.OwnersTold, problems=[404])
def read_page_owners(uid: str) -> shapes.OwnersTold:
    """Read who owns a page, who was asked to, and who did before."""
    return _told(places.of_page(me(), uid))


@operation("GET", "/spaces/<slug>/owners", shapes.OwnersTold, problems=[404])
def read_space_owners(slug: str) -> shapes.OwnersTold:
    """Read who owns a space that you can read, its deputies and its groups of owners."""
    return _told(places.of_space(me(), slug))


@operation(
    "POST", "/pages/<uid>/owners", shapes.OwnersTold, body=shapes.StewardGiven, status=201,
    problems=[403, 404],
)  # fmt: skip
def appoint_for_page(uid: str, body: shapes.StewardGiven) -> Reply:
    """Ask somebody, or a group, to own a page; it counts once they agree."""
    return _appointed(places.of_page(me(), uid), body)


@operation(
    "POST", "/spaces/<slug>/owners", shapes.OwnersTold, body=shapes.StewardGiven, status=201,
    problems=[403, 404],
)  # fmt: skip
def appoint_for_space(slug: str, body: shapes.StewardGiven) -> Reply:
    """Ask somebody to be the deputy of a space, or a group to own it."""
    return _appointed(places.of_space(me(), slug), body)


@operation("POST", "/owning/<held>/accept", shapes.OwnersTold, problems=[403, 404])
def accept_owning(held: str) -> shapes.OwnersTold:
    """Agree to own what you were asked for."""
    with transaction():
        _row, place = appointing.accept(me(), held)
    return _told(place)


@operation(
    "POST", "/owning/<held>/decline", shapes.OwnersTold, body=shapes.WhyGiven, problems=[403, 404]
)
def decline_owning(held: str, body: shapes.WhyGiven) -> shapes.OwnersTold:
    """Say no to what you were asked for."""
    with transaction():
        _row, place = appointing.decline(me(), held, body.why)
    return _told(place)


@operation(
    "POST", "/owning/<held>/end", shapes.OwnersTold, body=shapes.WhyGiven, problems=[403, 404]
)
def end_owning(held: str, body: shapes.WhyGiven) -> shapes.OwnersTold:
    """Step down, or take somebody off as an owner of the page or the space."""
    with transaction():
        _row, place = appointing.end(me(), held, body.why)
    return _told(place)


def _appointed(place: Place, body: shapes.StewardGiven) -> Reply:
    require(policy.name_owner(owns=owns(me(), place.owners)))
    group = grouping.find_group(place.space, body.group) if body.group else None
    with transaction():
        wanted = Wanted(
            line=place.line, person=_person(body.person), group=group, deputy=body.deputy,
            subtree=body.subtree, note=body.note,
        )  # fmt: skip
        appointing.appoint(me(), place, wanted)
    return Reply(_told(place), 201)


def _person(words: str) -> Person | None:
    if not words.strip():
        return None
    found = queries.find_person(words)
    if found is None:
        raise Invalid(person=_("Nobody has this name or handle. Look in the directory."))
    return found


def _told(place: Place) -> shapes.OwnersTold:
    owners = place.owners
    where = f"/p/{place.page.uid}/owners" if place.page else f"/s/{place.space.slug}/-/owners"
    return shapes.OwnersTold(
        owners=[
            shapes.OwnerTold(
                handle=each.person.handle, name=each.person.name, deputy=each.deputy,
                group=each.group, stands_in_for=each.stands_in_for,
            )
            for each in owners.named
        ],
        above=[named(each) for each in owners.above],
        page=_page_of(owners),
        named=[_steward(each) for each in owned.stewards_of(place.page, place.space)],
        groups=[
            shapes.GroupRef(group=each.uid, name=each.name)
            for each in grouping.groups_of(place.space)
        ],
        may_appoint=owns(me(), owners),
        url=url(where),
    )  # fmt: skip


def _page_of(owners: Owners) -> str | None:
    page = session().get(Page, owners.page_id) if owners.page_id is not None else None
    return page.uid if page is not None else None


def _steward(row: Stewardship) -> shapes.StewardTold:
    group = row.group
    return shapes.StewardTold(
        held=row.uid,
        person=named(row.person) if row.person else None,
        group=shapes.GroupRef(group=group.uid, name=group.name) if group else None,
        deputy=row.deputy,
        subtree=row.subtree,
        note=row.note,
        asked_at=row.asked_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
    )
