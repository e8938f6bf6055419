"""English and Dutch are told apart well enough to be stemmed."""

import pytest

from essp.search.languages import language_of

ENGLISH = [
    "The transport indicator is calculated every Monday",
    "How to report a power cut",
    "Safe working near live cables",
    "Which form do I need for a new connection?",
    "We answer within two working days",
]
DUTCH = [
    "De kabels liggen onder de straat",
    "Zo meld je een storing in het net",
    "Veilig werken aan het spanningsveld",
    "Welk formulier heb ik nodig voor een aansluiting?",
    "Wij antwoorden binnen twee werkdagen",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", DUTCH)
def test_dutch_is_dutch(text: str) -> None:
    assert language_of(text) == "nl"


@pytest.mark.parametrize("text", ["", "42", "ATR85", "🚀", "MW kV"])
def test_what_shows_no_language_has_none(text: str) -> None:
    assert language_of(text) == ""
