"""The sentences above a day: true, few, the most pressing first, and right in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import g
from hypothesis import given
from hypothesis import strategies as st

from essp.stats.prose import MOST, Moved, State, Turn, sentences

DAY = date(2026, 11, 18)
NOTHING = State(DAY)
QUIET = State(DAY, late=0, flagged=0, ungreeted=0, overdue=0, proposals=0)
MORE = Moved("1,482", "1,391", Turn.UP)
FEWER = Moved("1,210", "1,391", Turn.DOWN)
ALIKE = Moved("1,400", "1,391", Turn.LEVEL)
SLOWER = Moved("9 h", "4 h 50 min", Turn.UP)
SOONER = Moved("2 h", "4 h 50 min", Turn.DOWN)


def said(state: State, language: str = "en") -> str:
    """The sentences in a language."""
    g.reader_language = language
    return " ".join(sentences(state))


@pytest.fixture(autouse=True)
def _in_a_request(app):
    """Sentences are said in the language of whoever is answered."""


@pytest.mark.parametrize(
    ("state", "english", "dutch"),
    [
        (NOTHING, "", ""),
        (
            QUIET,
            "Nothing waits for you: every question was answered in time.",
            "Er wacht niets op je: elke vraag kreeg op tijd een antwoord.",
        ),
        (
            replace(QUIET, late=1, oldest="Who archives drawings?", days=9),
            "“Who archives drawings?” has had no answer for 9 working days.",
            "“Who archives drawings?” heeft al 9 werkdagen geen antwoord.",
        ),
        (
            replace(QUIET, late=3, oldest="Who archives drawings?", days=3),
            "3 questions wait for longer than promised, “Who archives drawings?” for 3 working days already.",
            "3 vragen wachten langer dan beloofd, “Who archives drawings?” al 3 werkdagen.",
        ),
        (
            replace(QUIET, late=1),
            "1 question waits for longer than promised.",
            "1 vraag wacht langer dan beloofd.",
        ),
        (
            replace(QUIET, late=2),
            "2 questions wait for longer than promised.",
            "2 vragen wachten langer dan beloofd.",
        ),
        (
            replace(QUIET, flagged=1),
            "1 report has waited for more than a day.",
            "1 melding wacht al langer dan een dag.",
        ),
        (
            replace(QUIET, ungreeted=1),
            "1 colleague wrote something for the first time and got no reply.",
            "1 collega schreef voor het eerst iets en kreeg geen reactie.",
        ),
        (
            replace(QUIET, ungreeted=2),
            "2 colleagues wrote something for the first time and got no reply.",
            "2 collega’s schreven voor het eerst iets en kregen geen reactie.",
        ),
        (
            replace(QUIET, gap="cable pooling", askers=41),
            "41 people look for “cable pooling”, and hardly anybody shows that they know it.",
            "41 mensen zoeken “cable pooling”, en van bijna niemand is te zien dat die het weet.",
        ),
        (
            replace(QUIET, proposals=1, overdue=9),
            "1 proposal waits for an owner.",
            "1 voorstel wacht op een eigenaar.",
        ),
        (
            replace(QUIET, overdue=2),
            "2 pages should have been looked at again.",
            "2 pagina’s hadden al nagekeken moeten zijn.",
        ),
        (
            replace(NOTHING, active=MORE),
            "More people took part than usual: 1,482, not 1,391.",
            "Er deden meer mensen mee dan anders: 1,482, niet 1,391.",
        ),
        (
            replace(NOTHING, active=FEWER),
            "Fewer people took part than usual: 1,210, not 1,391.",
            "Er deden minder mensen mee dan anders: 1,210, niet 1,391.",
        ),
        (
            replace(NOTHING, active=ALIKE),
            "As far as it can be told it was a usual Wednesday.",
            "Voor zover te zeggen is het een gewone woensdag geweest.",
        ),
        (
            replace(NOTHING, active=FEWER, off=True),
            "It was a day on which hardly anybody works.",
            "Het was een dag waarop bijna niemand werkt.",
        ),
        (
            replace(NOTHING, waiting=SLOWER),
            "Answers take longer than usual: half came within 9 h, not 4 h 50 min.",
            "Antwoorden duren langer dan anders: de helft kwam binnen 9 h, niet 4 h 50 min.",
        ),
        (
            replace(NOTHING, waiting=SOONER),
            "Answers come sooner than usual: half within 2 h, not 4 h 50 min.",
            "Antwoorden komen sneller dan anders: de helft binnen 2 h, niet 4 h 50 min.",
        ),
    ],
)
def test_each_state_of_a_day_is_said_in_whole_sentences(
    state: State, english: str, dutch: str
) -> None:
    assert said(state) == english
    assert said(state, "nl") == dutch


def test_what_is_to_be_done_stands_before_what_changed_and_no_more_than_three_are_said() -> None:
    state = replace(
        QUIET, late=2, flagged=1, ungreeted=1, gap="heat", askers=9, overdue=3, active=MORE
    )
    told = sentences(state)
    assert len(told) == MOST
    assert [each.split()[1] for each in told] == ["report", "questions", "colleague"]


def test_what_is_not_known_is_not_said() -> None:
    assert "answered in time" not in said(replace(QUIET, late=None))
    assert said(replace(NOTHING, overdue=0)) == ""


def test_a_long_title_is_cut_and_its_line_breaks_are_none() -> None:
    told = said(replace(QUIET, late=1, oldest="Why\ndoes " + "it fail " * 30, days=3))
    assert "\n" not in told and "…” has had no answer" in told


NUMBERS = st.none() | st.integers(0, 99)


@given(st.builds(State, st.just(DAY), NUMBERS, st.sampled_from(["", "Why?"]), st.integers(0, 99), NUMBERS,
                 NUMBERS, st.sampled_from(["", "heat"]), st.integers(5, 99), NUMBERS, NUMBERS,
                 st.sampled_from([None, MORE, FEWER, ALIKE]), st.sampled_from([None, SLOWER, SOONER]),
                 st.booleans()))  # fmt: skip
def test_whatever_is_known_few_sentences_are_said_and_none_twice(state: State) -> None:
    for language in ("en", "nl"):
        g.reader_language = language
        told = sentences(state)
        assert len(told) <= MOST and len(set(told)) == len(told)
        assert all(each.endswith(".") and "%(" not in each for each in told)
        quiet = any("answered in time" in each or "op tijd" in each for each in told)
        assert not quiet or not (state.late or state.flagged or state.ungreeted)
