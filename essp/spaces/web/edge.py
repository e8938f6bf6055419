"""What the views of spaces share: the blueprint, a space at its present address, parts of lists."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for

from essp.core.decision import Invalid
from essp.people.current import me
from essp.spaces import queries
from essp.spaces.models import Space
from essp.spaces.wording import access_line, access_symbol

blueprint = Blueprint("spaces", __name__)
blueprint.app_template_global("access_line")(access_line)
blueprint.app_template_global("access_symbol")(access_symbol)

LISTED = 50
LAST_PART = 10_000


def at_present_address(slug: str) -> Space:
    """The space; an address that it had once is answered with its present one."""
    space = queries.find_space(me(), slug)
    if space.slug != slug:
        present = url_for(str(request.endpoint), slug=space.slug)
        query = request.query_string.decode("latin-1")
        abort(redirect(f"{present}?{query}" if query else present, 301))
    return space


def wanted_part() -> int:
    """The part of a list that was asked for, from 1."""
    return min(max(request.args.get("part", 1, type=int), 1), LAST_PART)


def words_of(invalid: Invalid) -> str:
    """What is wrong, as one text."""
    return " ".join(str(text) for text in invalid.errors.values())
