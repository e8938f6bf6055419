"""Pages in Markdown: read, made into safe HTML, and searched for what they refer to."""

from essp.core.markdown.includes import place_includes, section_html, set_apart
from essp.core.markdown.placing import (
    anchored,
    fold_quotes,
    ink_blocks,
    name_groups,
    name_people,
    place_links,
)
from essp.core.markdown.plain_text import excerpt
from essp.core.markdown.rendering import headings_in, render
from essp.core.markdown.shapes import Heading, Rendered, Target, TooLarge, WikiLink
from essp.core.markdown.structure import section_id

__all__ = [
    "Heading",
    "Rendered",
    "Target",
    "TooLarge",
    "WikiLink",
    "anchored",
    "excerpt",
    "fold_quotes",
    "headings_in",
    "ink_blocks",
    "name_groups",
    "name_people",
    "place_includes",
    "place_links",
    "render",
    "section_html",
    "section_id",
    "set_apart",
]
