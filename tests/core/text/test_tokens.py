"""A text is cut into tokens without losing anything."""

from hypothesis import given
from hypothesis import strategies as st

from essp.core.text.tokens import NumberedWords, is_word, line_words, tokenize, word_list, words


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokenize(text)) == text


@given(st.text())
def test_the_words_are_exactly_the_word_tokens(text: str) -> None:
    assert word_list(text) == [token for token in tokenize(text) if is_word(token)]
    by_line = [word for line in text.split("\n") for word in line_words(line)]
    assert by_line == word_list(text)


def test_apostrophes_hyphens_and_underscores_inside_a_word_belong_to_it() -> None:
    assert word_list("Don't touch auto's, well-known snake_case.") == [
        "Don't",
        "touch",
        "auto's",
        "well-known",
        "snake_case",
    ]


def test_emphasis_leaves_the_word_unchanged() -> None:
    assert tokenize("_so_ 'so' -so-") == ["_", "so", "_", " ", "'", "so", "'", " ", "-", "so", "-"]


def test_accents_stay_with_their_letter_however_they_are_written() -> None:
    assert word_list("cafe\u0301 café हिन्दी") == ["cafe\u0301", "café", "हिन्दी"]


def test_scripts_without_blanks_count_each_character() -> None:
    assert words("東京です") == 4


def test_blanks_newlines_and_marks_are_tokens_of_their_own() -> None:
    assert tokenize("a  \t b\r\n\n--") == ["a", "  \t ", "b", "\r\n", "\n", "-", "-"]


def test_words_counts_no_punctuation() -> None:
    assert words("# Title\n\n- one, two (three)!") == 4


@given(st.text(alphabet="ab \n"), st.integers(-2, 9), st.integers(-2, 9))
def test_words_are_found_by_their_numbers(text: str, start: int, end: int) -> None:
    lines = text.split("\n")
    numbered = NumberedWords(lines, [words(line) for line in lines])
    assert numbered.words(start, end) == word_list(text)[max(start, 0) : max(end, 0)]
