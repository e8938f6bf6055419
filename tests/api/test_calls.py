"""Programs that call everyone of a group say how many people they know will hear of it."""

from __future__ import annotations

from essp.core import worker
from essp.core.db import session
from essp.notifications.models import Notification
from essp.people.models import Person
from essp.spaces.models import Space
from tests.api.conftest import ProgramOf
from tests.notifications.test_calls import crowd


def test_a_program_is_told_the_number_first_and_then_calls(
    program_of: ProgramOf, femke: Person, space: Space
) -> None:
    crowd(space, 12)
    path, given = f"/spaces/{space.slug}/threads", {"title": "Tonight", "kind": "discussion"}
    given["text"] = f"@space:{space.slug}"
    asked = program_of(femke).call("POST", path, given)
    assert asked.status_code == 422
    assert {"field": "told", "message": "12"} in asked.json["errors"]
    assert program_of(femke).call("POST", path, given | {"told": 12}).status_code == 201
    worker.do_all()
    assert session().query(Notification).count() == 12
