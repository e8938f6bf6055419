"""Topics for programs: with names in both languages, and nothing of what is closed."""

from __future__ import annotations

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics import naming
from essp.topics.queries import find_topic
from essp.wiki.editing import create_page
from tests.api.conftest import ProgramOf


def test_topics_are_listed_in_parts_and_read_by_any_name(
    program_of: ProgramOf, femke: Person, space: Space
) -> None:
    with transaction():
        page = create_page(femke, space, title="Laying", text="We lay #cables.").page
        cables = find_topic(femke, "cables")
        naming.name_topic(femke, cables, "Kabels", "nl", preferred=True)
        naming.start_topic(femke, name="Joints", language="en", parent=cables)
    program = program_of(femke)
    first = program.call("GET", "/topics?limit=1").json
    assert [each["name"] for each in first["items"]] == ["cables"] and first["next"]
    second = program.call("GET", f"/topics?limit=1&cursor={first['next']}").json
    assert second["items"][0]["parent"] == "cables" and second["next"] is None
    assert len(program.call("GET", "/topics?q=kabel").json["items"]) == 1
    told = program.call("GET", "/topics/Kabels").json
    assert told["names"] == {"en": "cables", "nl": "Kabels"} and told["pages"] == 1
    assert [each["uid"] for each in told["latest"]] == [page.uid]
    assert [each["slug"] for each in told["below"]] == ["joints"]
    assert program.call("GET", f"/pages/{page.uid}").json["topics"][0]["slug"] == "cables"


def test_a_topic_of_closed_pages_is_not_there_for_others(
    program_of: ProgramOf, femke: Person, noor: Person, closed_space: Space
) -> None:
    with transaction():
        create_page(femke, closed_space, title="Plan", text="The #takeover.")
    assert program_of(noor).call("GET", "/topics").json["items"] == []
    assert program_of(noor).call("GET", "/topics/takeover").status_code == 404
    assert program_of(femke).call("GET", "/topics/takeover").json["pages"] == 1
