"""Spaces for programs."""

from __future__ import annotations

from essp.api import listing, shapes
from essp.api.operations import KEYED, operation, save_key
from essp.api.telling import space_told
from essp.core.db import transaction
from essp.core.rest import Reply
from essp.people.current import me
from essp.spaces.governing import create_space
from essp.spaces.models import Access
from essp.spaces.queries import find_space


@operation("GET", "/spaces", shapes.Spaces, query=shapes.Paging, problems=[400])
def list_spaces(query: shapes.Paging) -> shapes.Spaces:
    """List the spaces you may know of."""
    found, following = listing.spaces(me(), query)
    return shapes.Spaces(items=[space_told(me(), each) for each in found], next=following)


@operation(
    "POST", "/spaces", shapes.SpaceTold, body=shapes.SpaceGiven, status=201, problems=[403],
    headers=KEYED,
)  # fmt: skip
def start_space(body: shapes.SpaceGiven) -> Reply:
    """Start a space; you are its first member and owner. The same Idempotency-Key makes no second."""
    with transaction():
        values = body.model_dump() | {"access": Access(body.access)}
        space = create_space(me(), **values, save_key=save_key())
        told = space_told(me(), space)
    return Reply(told, 201, {"Location": f"/api/v1/spaces/{space.slug}"})


@operation("GET", "/spaces/<slug>", shapes.SpaceTold, problems=[404])
def read_space(slug: str) -> shapes.SpaceTold:
    """Read what a space is; old addresses find it too."""
    return space_told(me(), find_space(me(), slug))
