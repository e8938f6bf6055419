"""The fields of an organisation: asked of everybody, shown only to whom they are meant for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core.decision import Invalid, Refused
from essp.people import answering, fields, policy, seeing
from essp.people.field_models import Audience, Hand, ProfileField

Make = Callable[..., ProfileField]


def filled(field: ProfileField, *typed: str) -> dict[str, list[str]]:
    return {field.uid: list(typed)}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", ["  B 1.04\n"], "B 1.04"),
        ("long text", ["One.\r\n\r\nTwo. "], "One.\n\nTwo."),
        ("day", ["29", "2"], "02-29"),
        ("link", ["https://example.org/femke"], "https://example.org/femke"),
        ("link", ["example.org/femke"], "https://example.org/femke"),
        ("phone", ["+31 (0)26 123 45 67"], "+31 (0)26 123 45 67"),
        ("text", ["   "], None),
        ("day", ["", ""], None),
    ],
)
def test_an_answer_is_kept_by_its_kind(make_field: Make, femke, kind, typed, kept) -> None:
    field = make_field(kind=kind)
    answering.answer(femke, femke, filled(field, *typed))
    shown = seeing.answers_of(femke, Audience.ADMINISTRATORS)
    assert [each.value for each in shown] == ([kept] if kept else [])


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", ["x" * 201]),
        ("long text", ["x" * 2001]),
        ("day", ["31", "2"]),
        ("day", ["7", ""]),
        ("day", ["x", "y"]),
        ("link", ["javascript:alert(1)"]),
        ("link", ["https://"]),
        ("link", ["http://[::1"]),
        ("link", ["https://me:secret@example.org"]),
        ("phone", ["call me"]),
        ("phone", ["1"]),
        ("choice", ["purple"]),
        ("choices", ["purple"]),
    ],
)
def test_what_cannot_be_an_answer_is_told_at_its_field(
    make_field: Make, femke, kind, typed
) -> None:
    field = make_field(kind=kind, choices="Red | Rood\nBlue | Blauw")
    with pytest.raises(Invalid) as wrong:
        answering.answer(femke, femke, filled(field, *typed))
    assert set(wrong.value.errors) == {f"field-{field.uid}"}


def test_choices_are_kept_in_their_order_and_read_in_both_languages(make_field, femke) -> None:
    field = make_field(kind="choices", choices="Red | Rood\nBlue | Blauw\nGreen | Groen")
    keys = {each["en"]: each["key"] for each in field.choices}
    answering.answer(femke, femke, filled(field, keys["Green"], keys["Red"]))
    [shown] = seeing.answers_of(femke, Audience.EVERYONE)
    assert shown.texts("en") == ["Red", "Green"]
    assert shown.texts("nl") == ["Rood", "Groen"]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("who", ["self", "department", "manager", "manager of manager", "other"])
def test_who_sees_an_answer(make_field: Make, make_person, femke, session, audience, who) -> None:
    boss, chief = make_person("Bram Terpstra"), make_person("Carla Smit")
    mate = make_person("Daan Mulder", department=" grid PLANNING ")
    femke.manager_id, boss.manager_id = boss.id, chief.id
    answering.answer(femke, femke, filled(make_field(audience=audience.value), "canary"))
    session.commit()
    other = make_person("Noor Jansen", department="Legal")
    readers = {"self": femke, "department": mate, "manager": boss, "manager of manager": chief}
    reader = readers.get(who, other)
    sees = {
        Audience.EVERYONE: True,
        Audience.DEPARTMENT: who != "other",
        Audience.ADMINISTRATORS: who == "self",
    }[audience]
    shown = seeing.answers_of(femke, seeing.eyes_of(reader, femke))
    assert [each.value for each in shown] == (["canary"] if sees else [])


def test_two_people_without_a_department_are_not_colleagues_by_that(make_person) -> None:
    assert policy.eyes_of(make_person("A B"), make_person("C D"), []) is Audience.EVERYONE


def test_an_answer_for_administrators_leaks_nowhere(make_field, browser_of, femke, noor) -> None:
    answering.answer(femke, femke, filled(make_field(audience="administrators"), "sekretkanarie"))
    reader, handle = browser_of(noor), "/people/femke-de-boer"
    for path in (
        handle,
        f"{handle}?as=administrators",
        f"{handle}.vcf",
        "/people",
        "/people?new=1",
    ):
        assert "sekretkanarie" not in reader.get(path).text
    for path in ("/people?name=", "/search?q=", "/complete/people?q=", "/people?topic="):
        assert handle not in reader.get(f"{path}sekretkanarie").text.partition("<main")[2]
    assert "sekretkanarie" in browser_of(femke).get(handle).text


def test_one_looks_at_ones_own_profile_as_others_do(make_field, browser_of, femke) -> None:
    for audience in Audience:
        field = make_field(f"For {audience.value}", audience=audience.value)
        answering.answer(femke, femke, filled(field, f"said to {audience.value}"))
    browser = browser_of(femke)
    assert "said to administrators" in browser.get("/people/femke-de-boer").text
    as_everyone = browser.get("/people/femke-de-boer?as=everyone").text
    assert "said to everyone" in as_everyone
    assert "said to department" not in as_everyone
    as_department = browser.get("/people/femke-de-boer?as=department").text
    assert "said to department" in as_department
    assert "said to administrators" not in as_department


@pytest.mark.parametrize("hand", list(Hand))
def test_who_fills_a_field_in(make_field: Make, femke, administrator, noor, hand) -> None:
    field = make_field(hand=hand.value)
    allowed = {
        Hand.PERSON: {femke, administrator},
        Hand.ADMINISTRATORS: {administrator},
        Hand.SOURCE: set(),
    }[hand]
    for actor in (femke, administrator, noor):
        if actor in allowed:
            assert answering.answer(actor, femke, filled(field, actor.handle))
        else:
            with pytest.raises(Refused):
                answering.answer(actor, femke, filled(field, "no"))


def test_the_source_of_accounts_fills_in_what_is_its_own(make_field: Make, femke) -> None:
    mine, theirs = make_field(), make_field("Number", hand="source")
    answering.take_from_source(femke, filled(mine, "not this") | filled(theirs, "E 4711"))
    assert [each.value for each in seeing.answers_of(femke, Audience.EVERYONE)] == ["E 4711"]


def test_a_retired_field_is_not_shown_and_comes_back_with_its_answers(
    make_field: Make, femke, administrator
) -> None:
    field = make_field()
    answering.answer(femke, femke, filled(field, "B 1.04"))
    fields.retire_field(administrator, field)
    assert seeing.answers_of(femke, Audience.ADMINISTRATORS) == []
    assert answering.answer(femke, femke, filled(field, "B 2")) is False
    fields.bring_back_field(administrator, field)
    assert [each.value for each in seeing.answers_of(femke, Audience.EVERYONE)] == ["B 1.04"]


def test_what_people_said_to_some_is_never_shown_to_more(
    make_field: Make, femke, administrator
) -> None:
    field = make_field(audience="department")
    answering.answer(femke, femke, filled(field, "B 1.04"))
    with pytest.raises(Invalid) as wrong:
        fields.change_field(administrator, field, fields.Wanted("Room", "Kamer"))
    assert set(wrong.value.errors) == {"audience"}
    narrower = fields.Wanted("Room", "Kamer", audience="administrators")
    fields.change_field(administrator, field, narrower)
    with pytest.raises(Invalid) as wrong:
        fields.change_field(
            administrator, field, fields.Wanted("R", "K", kind="link", audience="administrators")
        )
    assert set(wrong.value.errors) == {"kind"}


def test_a_choice_keeps_its_answers_when_the_list_changes(make_field, femke, administrator) -> None:
    field = make_field(kind="choice", choices="Red | Rood\nBlue | Blauw")
    red = field.choices[0]["key"]
    answering.answer(femke, femke, filled(field, red))
    wanted = fields.Wanted("C", "K", kind="choice", choices="Blue | Blauw\nRed | Vermiljoen")
    fields.change_field(administrator, field, wanted)
    [shown] = seeing.answers_of(femke, Audience.EVERYONE)
    assert shown.texts("nl") == ["Vermiljoen"]


def test_fields_stand_in_the_order_they_are_put(make_field: Make, administrator) -> None:
    first, second, third = (make_field(name) for name in ("First", "Second", "Third"))
    fields.move_field(administrator, third, up=True)
    fields.move_field(administrator, first, up=True)
    assert list(fields.every_field()) == [first, third, second]


def test_only_administrators_arrange_fields(femke, make_field: Make) -> None:
    field, wanted = make_field(), fields.Wanted("A", "B")
    for attempt in (
        lambda: fields.add_field(femke, wanted),
        lambda: fields.change_field(femke, field, wanted),
        lambda: fields.move_field(femke, field, up=True),
        lambda: fields.retire_field(femke, field),
        lambda: fields.bring_back_field(femke, field),
    ):
        with pytest.raises(Refused):
            attempt()
