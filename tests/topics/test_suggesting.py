"""A text is asked which topics it speaks of, and letters which topics they begin."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.topics import naming
from essp.topics.models import Topic
from essp.topics.suggesting import completions, topics_in
from essp.wiki.editing import create_page

Make = Callable[..., Topic]


@pytest.fixture
def vocabulary(femke: Person) -> dict[str, Topic]:
    """A few topics."""
    with transaction():
        made = {
            name: naming.start_topic(femke, name=name, language="en", other_name=dutch)
            for name, dutch in (
                ("Heat pump", "Warmtepomp"),
                ("Heat", "Warmte"),
                ("Transformer", "Transformator"),
            )
        }
        naming.name_topic(femke, made["Transformer"], "trafo", "nl")
    return made


def spoken_of(actor: Person, text: str, **values: object) -> list[tuple[str, int]]:
    found = topics_in(actor, text, **values)  # type: ignore[arg-type]
    return [(each.topic.label("en"), each.times) for each in found]


def test_the_longest_name_counts_in_one_and_many_and_in_either_language(
    vocabulary: dict[str, Topic], femke: Person
) -> None:
    text = "Heat pumps draw heat. Twee warmtepompen, oude trafo’s en een TRANSFORMATOR: heat-pump."
    assert spoken_of(femke, text) == [("Heat pump", 3), ("Transformer", 2), ("Heat", 1)]


@pytest.mark.parametrize(
    "text",
    ["```\nheat\n```", "`heat`", "https://heat.example/heat", "[x](/heat)", "#heat", "heathen", ""],
)
def test_code_addresses_and_written_topics_are_not_spoken_of(
    text: str, vocabulary: dict[str, Topic], femke: Person
) -> None:
    assert spoken_of(femke, text) == []


def test_what_a_page_carries_already_is_not_suggested(
    vocabulary: dict[str, Topic], femke: Person
) -> None:
    assert spoken_of(femke, "heat", without={vocabulary["Heat"].id}) == []


def test_a_quiet_word_is_suggested_only_where_it_is_known(
    femke: Person, noor: Person, closed_space: Space
) -> None:
    with transaction():
        create_page(femke, closed_space, title="Plan", text="The #takeover.")
    assert spoken_of(femke, "A takeover", openly=False) == [("takeover", 1)]
    assert spoken_of(femke, "A takeover") == []
    assert spoken_of(noor, "A takeover", openly=False) == []
    assert completions(noor, "take") == []
    assert [name for _topic, name in completions(femke, "take")] == ["takeover"]


def test_a_long_hostile_text_is_looked_at_in_time_that_grows_with_it(
    vocabulary: dict[str, Topic], femke: Person
) -> None:
    def spent(text: str) -> float:
        begun = time.process_time()
        topics_in(femke, text)
        return time.process_time() - begun

    for unit in ("heat ", "`", "](", "```\n", "https://a "):
        spent(unit * 500)
        short, long = spent(unit * 1_500), spent(unit * 12_000)
        assert long < 24 * short + 0.05, unit  # eight times as long; its square would be 64


def test_letters_find_a_topic_by_any_of_its_names(
    vocabulary: dict[str, Topic], femke: Person
) -> None:
    for typed, name in (("tra", "trafo"), ("WARMTEP", "Warmtepomp"), ("pump", "Heat pump")):
        assert completions(femke, typed)[0][1] == name
    assert completions(femke, "heat")[0][1] == "Heat"
    assert completions(femke, "xyz") == []
    for language, name in (("en", "Transformer"), ("nl", "Transformator")):
        assert completions(femke, "trans", language=language)[0][1] == name
        assert completions(femke, "trafo", language=language)[0][1] == "trafo"
