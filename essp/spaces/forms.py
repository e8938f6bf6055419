"""What people fill in about a space, as typed and as the verbs take it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essp.core.decision import Invalid
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.spaces.models import Access, Space

LABELS: dict[str, Message] = {
    "name": _("Name"),
    "slug": _("Address"),
    "purpose": _("What it is for"),
    "rules": _("House rules"),
    "access": _("Who reads and edits"),
    "access_reason": _("Why not everyone"),
    "language": _("Language of its pages"),
}
FIELDS = tuple(LABELS)


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form, as typed; every other field sent is left aside."""
    return {name: form.get(name, "") for name in FIELDS}


def as_kept(space: Space) -> dict[str, str]:
    """The fields of a space as its settings form shows them first."""
    return {name: str(getattr(space, name)) for name in FIELDS}


def differences(kept: Mapping[str, str], typed: Mapping[str, str]) -> list[tuple[Message, str]]:
    """What is kept where something else was typed: the field's name and the kept value."""
    return [
        (LABELS[name], kept[name])
        for name in FIELDS
        if kept[name].split() != typed[name].split() and (name != "slug" or typed[name])
    ]


def values_of(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the verbs take it. Raises Invalid for an access that there is not."""
    try:
        access = Access(typed["access"])
    except ValueError:
        raise Invalid(access=_("Choose who may read the space.")) from None
    return {**typed, "slug": typed["slug"].strip(), "access": access}
