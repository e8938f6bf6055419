"""No two people can be mistaken for each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.decision import Invalid
from essp.core.ids import clean_line, skeleton
from essp.people import names

LOOK_ALIKES = [
    "FEMKE DE BOER",
    "Femke  de\u00a0Boer ",
    "Fеmkе dе Bоеr",
    "Ｆｅｍｋｅ ｄｅ Ｂｏｅｒ",
    "Fem\u200bke de Boer",
    "Fem\u00adke de Boer",
    "Femke\u3164 de Boer",
    "Femke de B0er",
    "Femké de Böer",
    "𝐅𝐞𝐦𝐤𝐞 de Boer",
    "Femke de Boer\ufe0f",
    "\u202eFemke de Boer",
]


@pytest.mark.parametrize("other", LOOK_ALIKES)
def test_a_look_alike_of_a_name_is_refused(femke, other: str) -> None:
    with pytest.raises(Invalid) as wrong:
        names.free_key(names.clean_name(other))
    assert set(wrong.value.errors) == {"name"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dıan Vos", "Dian Vos"),
        ("DİAN VOS", "Dian Vos"),
        ("WiIma Vos", "Wilma Vos"),
        ("W1llem", "Wlllem"),
        ("Ρaula", "Paula"),
        ("Straße", "Strasse"),
        ("O’Brien", "O'Brien"),
    ],
)
def test_names_that_look_the_same_have_one_key(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jan Smit", "Jan Smits"), ("Ilse Vos", "Else Vos"), ("Иван Петров", "Иван Сидоров")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_and_blanks_do_not_count(text: str) -> None:
    once = skeleton(text)
    assert skeleton(once) == once
    assert skeleton(f"  {text}\u200b ") == once


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "123", "--", "\u3164\u3164", "x" * 121])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        names.clean_name(name)


def test_a_word_of_two_alphabets_is_refused() -> None:
    with pytest.raises(Invalid):
        names.clean_name("Вorіs Vos")
    assert names.clean_name("Борис Vos") == "Борис Vos"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "femke",
        "femke@",
        "@example.org",
        "fem ke@example.org",
        "femke@example.org\r\nBcc: all@example.org",
        "femke@example.org\x00",
        "a@b@c",
        "fem\u200bke@example.org",
        '"x"@example.org',
        "femke@example.org, all@example.org",
        "x" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(Invalid):
        names.clean_email(email)


def test_an_address_is_kept_in_small_letters() -> None:
    assert names.clean_email(" Femke@Example.ORG ") == "femke@example.org"


def test_handles_of_namesakes_get_numbers(femke, session) -> None:
    assert names.free_handle("Femke de Boer") == "femke-de-boer-2"
    assert names.free_handle("Invite") == "invite-2"
    assert names.free_handle("山田") == "person"


@pytest.mark.parametrize("handle", ["Invite", "a--b", "-a", "a b", "é", "femke-de-boer", "a/b"])
def test_an_unusable_handle_is_refused(femke, handle: str) -> None:
    with pytest.raises(Invalid):
        names.clean_handle(handle)


def test_a_name_cannot_turn_the_words_beside_it() -> None:
    assert clean_line("Sam \u202enoxiN\u202c (\u2066guest\u2069)") == "Sam noxiN (guest)"
    assert clean_line("👩\u200d🔬") == "👩\u200d🔬"
