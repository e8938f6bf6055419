"""What spaces show on the screens of other parts."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from essp.people.current import me
from essp.people.models import Person
from essp.spaces.queries import championed_by, owned_by, spaces_of


def spaces_of_person(person: Person) -> Markup:
    """The spaces somebody belongs to, as far as the reader may know of them; nothing for none."""
    spaces = spaces_of(me(), person)
    if not spaces:
        return Markup()
    return Markup(
        render_template(
            "spaces/_person_spaces.html",
            person=person,
            spaces=spaces,
            owned=owned_by(person, spaces),
            helped=set() if person.left_at else championed_by(person, spaces),
        )
    )
