"""The second lock: whatever the renderer made, only these elements and attributes get through.

The parser never passes HTML from a page on, so nothing dangerous should arrive here; should it
ever, it ends here. `data-wl`, the mark of a wiki link still to be placed, exists on links alone.
"""

from __future__ import annotations

import nh3

from essp.core.markdown.addresses import may_link

# fmt: off
TAGS = {
    "a", "aside", "b", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5",
    "h6", "hr", "img", "li", "ol", "p", "pre", "s", "section", "span", "strong", "sup", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}
# fmt: on
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "class", "rel", "title", "aria-label", "data-wl"},
    "aside": {"class", "role", "data-callout"},
    "code": {"class"},
    "div": {"class", "data-include", "data-lines", "tabindex", "role", "aria-label"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4", "h5", "h6")},
    "img": {"src", "alt", "title", "loading"},
    "li": {"id", "class"},
    "ol": {"class", "start"},
    "p": {"class"},
    "pre": {"class", "tabindex"},
    "section": {"class", "aria-label"},
    "span": {"class", "role", "aria-label"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
    "ul": {"class"},
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    url_relative=lambda url: url if may_link(url) else None,
)


def sanitise(html: str) -> str:
    """The same HTML, less anything that is not on the list."""
    return CLEANER.clean(html)
