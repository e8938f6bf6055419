"""Pages that begin with words from elsewhere: where they may stand, how they would look, the draft."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import gathering, rendering
from essp.wiki.gathering import Piece, Wish
from essp.wiki.other_texts import lead
from essp.wiki.queries import pages_in
from essp.wiki.web.included import with_unsaved_includes
from essp.wiki.web.showing import placed_html


def places_for_page(actor: Person, space: Space) -> Sequence[tuple[str, str]]:
    """Uid and title of the pages of a space below which a page may stand."""
    return [(page.uid, page.title) for page in pages_in(actor, space)]


def preview_of_pieces(actor: Person, space: Space, pieces: Sequence[Piece], home: Space) -> Markup:
    """What pieces written in `home` would look like as a page of a space."""
    text = "".join(piece for piece, _author in gathering.text_of_pieces(pieces, home, space))
    rendered = rendering.preview(text, space.language)
    led = lead(actor, rendered, space)
    html = placed_html(rendered.html, led.links, led.linked, space)
    return with_unsaved_includes(html, led, None)


def begin_with_pieces(
    actor: Person, space: Space, pieces: Sequence[Piece], home: Space, source: str, wish: Wish
) -> str:
    """Make the actor's draft of a new page from pieces; the address of the form it stands in."""
    gathering.gather(actor, space, pieces, home=home, source=source, wish=wish)
    return f"/s/{space.slug}/-/new"
