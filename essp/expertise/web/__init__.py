"""Who knows what in the browser."""

from __future__ import annotations

from flask import Blueprint

from essp.expertise.queries import is_on

__all__ = ["blueprint", "is_on"]

blueprint = Blueprint("expertise", __name__)


from essp.expertise.web import (  # noqa: E402, F401 - they put their views on it
    asking,
    beside,
    between,
    endorse,
    invited,
    might_know,
    nobody,
    own,
    results,
    shown,
    switch,
)
