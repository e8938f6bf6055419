"""Pages in Markdown: read, made into safe HTML, and searched for what they refer to."""

from essp.core.markdown.placing import ink_blocks, name_people, place_links
from essp.core.markdown.plain_text import excerpt
from essp.core.markdown.rendering import render
from essp.core.markdown.shapes import Heading, Rendered, Target, TooLarge, WikiLink
from essp.core.markdown.structure import section_id

__all__ = [
    "Heading",
    "Rendered",
    "Target",
    "TooLarge",
    "WikiLink",
    "excerpt",
    "ink_blocks",
    "name_people",
    "place_links",
    "render",
    "section_id",
]
