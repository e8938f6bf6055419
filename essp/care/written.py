"""What people write in reports, decisions and objections: plain text of a few lines."""

from __future__ import annotations

from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.spaces.rules import clean_text

LONGEST, LONGEST_LINE = 2000, 500


def clean(text: str, field: str, *, needed: bool = False) -> str:
    """A text of a few lines as it is kept. Raises Invalid when it is too long, or needed and empty."""
    kept = clean_text(text).strip()
    return _fitting(kept, field, LONGEST, needed=needed)


def clean_rule(text: str, *, needed: bool) -> str:
    """The rule that something broke, in one line, as `clean`."""
    return _fitting(clean_line(text), "rule", LONGEST_LINE, needed=needed)


def _fitting(text: str, field: str, limit: int, *, needed: bool) -> str:
    if needed and not text:
        raise Invalid(**{field: _("Write this down: who it is about reads it.")})
    if len(text) > limit:
        raise Invalid(**{field: _("Use at most %(limit)s characters.", limit=limit)})
    return text
