"""People in the browser: sign-in, account, directory, profiles."""

from __future__ import annotations

from essp.people.web import (
    account,
    administration,
    directory,
    fields,
    joining,
    language,
    own,
    passwords,
    picture,
    profile,
    same,
    sign_in,
)
from essp.people.web.edge import blueprint

__all__ = [
    "account",
    "administration",
    "blueprint",
    "directory",
    "fields",
    "joining",
    "language",
    "own",
    "passwords",
    "picture",
    "profile",
    "same",
    "sign_in",
]
