"""The few words the renderer adds itself, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from essp.core.i18n import translations


@dataclass(frozen=True, slots=True)
class Wording:
    """Titles of callouts by kind, and the names that tell a screen reader what something is."""

    callouts: dict[str, str]
    done: str
    to_do: str
    table: str
    footnotes: str
    footnote: str
    back: str
    image: str
    unformatted: str


@cache
def wording(language: str) -> Wording:
    """The words in `en` or `nl`; English for a language that is not there."""
    _ = translations(language).ugettext
    return Wording(
        callouts={
            "note": _("Note"),
            "tip": _("Tip"),
            "important": _("Important"),
            "warning": _("Warning"),
            "caution": _("Caution"),
        },
        done=_("Done"),
        to_do=_("To do"),
        table=_("Table"),
        footnotes=_("Footnotes"),
        footnote=_("Footnote"),
        back=_("Back to the text"),
        image=_("Image"),
        unformatted=_("This part is too complex to format. It is shown as it was written."),
    )
