"""A word means one topic, in either language, whoever writes it and however it is spelled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person
from essp.topics import arranging, naming, queries
from essp.topics.arranging import ChangedMeanwhileError
from essp.topics.models import Topic
from essp.topics.words import key_of_name, name_of_tag, stem, tag_of

Make = Callable[..., Topic]


@pytest.fixture
def make_topic(session: Session, femke: Person) -> Make:
    """Make an open topic: `make_topic("Cables", "Kabels")`."""

    def make(name: str, other: str = "", **values: object) -> Topic:
        with transaction():
            return naming.start_topic(femke, name=name, language="en", other_name=other, **values)  # type: ignore[arg-type]

    return make


def label(topic: Topic, language: str) -> str:
    return queries.named([topic.id])[topic.id].label(language)


def test_a_topic_has_a_name_in_each_language_and_lends_the_other_where_one_is_missing(
    make_topic: Make,
) -> None:
    cables, scada = make_topic("Cables", "Kabels"), make_topic("SCADA")
    assert (label(cables, "en"), label(cables, "nl")) == ("Cables", "Kabels")
    assert label(scada, "nl") == "SCADA"
    assert cables.slug == "cables"


@pytest.mark.parametrize("spelled", ["heat pump", "Heat-Pump", "heat_pump", "  HEAT   pump "])
def test_a_word_means_one_topic_however_it_is_spelled(
    spelled: str, make_topic: Make, ruben: Person
) -> None:
    pump = make_topic("Heat pump", "Warmtepomp")
    with transaction():
        found = naming.take_up(ruben, {key_of_name(spelled): spelled}, "en", openly=True)
    assert [topic.id for topic in found] == [pump.id]


def test_an_accent_makes_no_other_word() -> None:
    assert key_of_name("Coöperatie") == key_of_name("cooperatie")


def test_a_name_of_another_topic_is_refused_and_says_so(make_topic: Make, femke: Person) -> None:
    make_topic("Cables", "Kabels")
    poles = make_topic("Poles")
    with pytest.raises(Invalid) as refused, transaction():
        naming.name_topic(femke, poles, "kabels", "nl")
    assert "kabels" in str(refused.value.errors["name"])


@pytest.mark.parametrize("nothing", ["", "  ", "#", "12", "!!", "x" * 90])
def test_what_is_no_name_is_refused(nothing: str, femke: Person) -> None:
    with pytest.raises(Invalid), transaction():
        naming.start_topic(femke, name=nothing, language="en")


def test_a_renamed_topic_keeps_its_old_name_and_address(make_topic: Make, femke: Person) -> None:
    topic = make_topic("Load forecast")
    with transaction():
        naming.name_topic(femke, topic, "Demand forecast", "en", preferred=True)
    assert label(topic, "en") == "Demand forecast"
    assert topic.slug == "demand-forecast"
    for word in ("load-forecast", "Load forecast", "demand-forecast", topic.uid):
        assert queries.find_topic(femke, word).id == topic.id
    assert queries.named([topic.id])[topic.id].synonyms == [("Load forecast", "en")]


def test_a_synonym_can_be_taken_off_but_not_the_last_name(make_topic: Make, femke: Person) -> None:
    topic = make_topic("Cables")
    with transaction():
        naming.name_topic(femke, topic, "Wires", "en")
    words = {word.name: word.id for word in queries.named([topic.id])[topic.id].words}
    with transaction():
        naming.unname_topic(femke, topic, words["Wires"])
    with pytest.raises(NotFound):
        queries.find_topic(femke, "wires")
    with pytest.raises(Invalid), transaction():
        naming.unname_topic(femke, topic, words["Cables"])


def test_no_topic_stands_below_itself(make_topic: Make, femke: Person) -> None:
    assets = make_topic("Assets")
    cables = make_topic("Cables", parent=assets)
    joints = make_topic("Joints", parent=cables)
    assert joints.lineage == f"/{assets.id}/{cables.id}/{joints.id}/"
    for below in (assets, joints):
        with pytest.raises(Invalid), transaction():
            arranging.place_topic(femke, assets, below)
    with transaction():
        arranging.place_topic(femke, cables, None)
    assert joints.lineage == f"/{cables.id}/{joints.id}/"


def test_a_merge_keeps_every_name_and_address_and_can_be_taken_back(
    make_topic: Make, femke: Person, ruben: Person
) -> None:
    wires, cables = make_topic("Wires", "Draden"), make_topic("Cables", "Kabels")
    joints = make_topic("Joints", parent=wires)
    with transaction():
        arranging.merge_topics(ruben, wires, cables)
    for word in ("wires", "Draden", "kabels", "cables"):
        assert queries.find_topic(femke, word).id == cables.id
    assert joints.parent_id == cables.id
    assert queries.named([wires.id])[wires.id].label("nl") == "Kabels"
    told = [(line.kind, line.by.name) for line in queries.changes_of(cables)]
    assert told[0] == ("merged", "Ruben Haak")
    with pytest.raises(Refused), transaction():
        naming.name_topic(femke, wires, "Strands", "en")
    with transaction():
        arranging.part_topics(femke, cables, wires.id)
    assert queries.find_topic(femke, "draden").id == wires.id


def test_a_topic_merged_into_one_below_it_makes_no_circle(make_topic: Make, femke: Person) -> None:
    assets = make_topic("Assets")
    cables = make_topic("Cables", parent=assets)
    joints = make_topic("Joints", parent=cables)
    with transaction():
        arranging.merge_topics(femke, assets, joints)
    assert joints.parent_id is None and cables.parent_id == joints.id
    assert cables.lineage == f"/{joints.id}/{cables.id}/"


def test_a_topic_is_not_merged_into_itself(make_topic: Make, femke: Person) -> None:
    cables = make_topic("Cables")
    with pytest.raises(Invalid), transaction():
        arranging.merge_topics(femke, cables, cables)


def test_two_descriptions_at_once_do_not_lose_one(
    make_topic: Make, femke: Person, ruben: Person
) -> None:
    topic = make_topic("Cables")
    read = topic.changes
    with transaction():
        arranging.describe_topic(femke, topic, "What carries the load.", based_on=read)
    with pytest.raises(ChangedMeanwhileError), transaction():
        arranging.describe_topic(ruben, topic, "Copper under the street.", based_on=read)
    assert topic.description == "What carries the load."


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("heat-pump", "heat pump"),
        ("n-1", "n-1"),
        ("e-learning", "e-learning"),
        ("Kabels", "Kabels"),
    ],
)
def test_what_is_written_behind_a_hash_reads_as_people_say_it(tag: str, name: str) -> None:
    assert name_of_tag(tag) == name
    assert key_of_name(name) == key_of_name(tag)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Heat pump", "Heat-pump"),
        ("R&D", "R-D"),
        ("N-1 rule", "N-1-rule"),
        ("Dead", None),
        ("12", None),
    ],
)
def test_a_name_is_written_so_that_it_is_read_as_a_topic(name: str, tag: str | None) -> None:
    assert tag_of(name) == tag


@pytest.mark.parametrize(
    ("one", "many"),
    [("cable", "cables"), ("kabel", "kabels"), ("mof", "moffen"), ("policy", "policies"),
     ("congestie", "congesties"), ("transformator", "transformatoren"), ("raam", "ramen")],
)  # fmt: skip
def test_one_and_many_are_the_same_word(one: str, many: str) -> None:
    assert stem(one) == stem(many)
