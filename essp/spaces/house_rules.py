"""House rules as they are shown: the Markdown of a space's owners made into safe HTML."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from essp.core import markdown


@lru_cache(maxsize=256)
def house_rules(text: str, language: str) -> Markup:
    """House rules as sanitised HTML; the same text is made once.

    A `[[wiki link]]` becomes its words: which page it means is for the wiki to say.
    """
    made = markdown.render(text, language=language)
    return Markup(markdown.place_links(made.html, {}))  # noqa: S704 - sanitised by the renderer
