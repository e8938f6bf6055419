"""What is wrong with a field that a program sent, as one short sentence in the program's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from essp.core.i18n import _

QUOTED = re.compile(r"'([^']*)'")
Limits = Mapping[str, Any]
# The kinds of pydantic, which names them in English alone.
SENTENCES: Mapping[str, Callable[[Limits], str]] = {
    "missing": lambda _limits: _("This field is missing."),
    "extra_forbidden": lambda _limits: _("There is no such field."),
    "string_type": lambda _limits: _("This must be text."),
    "string_unicode": lambda _limits: _("This must be text in UTF-8."),
    "string_too_long": lambda limits: _(
        "This may have at most %(limit)s characters.", limit=limits["max_length"]
    ),
    "string_pattern_mismatch": lambda _limits: _("This holds characters that it cannot have."),
    "int_type": lambda _limits: _("This must be a whole number."),
    "int_parsing": lambda _limits: _("This must be a whole number."),
    "int_parsing_size": lambda _limits: _("This number is too large."),
    "int_from_float": lambda _limits: _("This must be a whole number."),
    "bool_type": lambda _limits: _("This must be true or false."),
    "bool_parsing": lambda _limits: _("This must be true or false."),
    "greater_than_equal": lambda limits: _("This must be %(limit)s or more.", limit=limits["ge"]),
    "less_than_equal": lambda limits: _("This must be %(limit)s or less.", limit=limits["le"]),
    "literal_error": lambda limits: _(
        "This must be one of: %(words)s.", words=", ".join(QUOTED.findall(limits["expected"]))
    ),
    "list_type": lambda _limits: _("This must be a list."),
    "tuple_type": lambda _limits: _("This must be a list."),
    "dict_type": lambda _limits: _("This must be a JSON object."),
    "model_type": lambda _limits: _("This must be a JSON object."),
    "model_attributes_type": lambda _limits: _("This must be a JSON object."),
}


def sentence_for(kind: str, limits: Limits) -> str:
    """The sentence for a kind of error and what pydantic tells of its limits."""
    known = SENTENCES.get(kind)
    return known(limits) if known else _("This cannot be used here.")
