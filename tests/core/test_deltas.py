"""Texts of revisions take little room and come back exactly."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core.deltas import LARGEST, Encoded, UnreadableText, decode, encode

CHAIN = 20


@given(st.text(), st.one_of(st.none(), st.text()))
def test_a_stored_text_comes_back_exactly(text: str, previous: str | None) -> None:
    stored = encode(text, previous)
    assert decode(stored.data, stored.kind, previous) == text


def history(revisions: int) -> list[str]:
    """A page that is edited a little at a time."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(4_000)]
    words = chance.choices(vocabulary, k=2_000)
    texts = []
    for _ in range(revisions):
        at = chance.randrange(len(words))
        words[at : at + chance.randrange(5)] = chance.choices(vocabulary, k=chance.randrange(8))
        texts.append(" ".join(words))
    return texts


def test_small_edits_take_less_than_eight_per_cent_of_the_plain_bytes() -> None:
    texts = history(200)
    stored: list[Encoded] = []
    for at, text in enumerate(texts):
        stored.append(encode(text, texts[at - 1] if at % CHAIN else None))
    size = sum(len(encoded.data) for encoded in stored)
    assert size < 0.08 * sum(len(text.encode()) for text in texts)
    previous = None
    for encoded, text in zip(stored, texts, strict=True):
        previous = decode(encoded.data, encoded.kind, previous)
        assert previous == text


def test_a_page_of_a_megabyte_is_a_small_delta_wherever_it_changed() -> None:
    chance = random.Random(8)
    text = " ".join(f"{chance.randrange(10**9):x}" for _ in range(120_000))
    for changed in ("new " + text, text + " new", text[500_000:] + text[:500_000]):
        stored = encode(changed, text)
        assert stored.kind == "delta"
        assert len(stored.data) < 2_000
        assert decode(stored.data, stored.kind, text) == changed


def test_a_text_that_has_nothing_of_the_one_before_is_stored_whole() -> None:
    assert encode("entirely other words", "x" * 50).kind == "whole"


def test_a_delta_is_not_read_with_another_text() -> None:
    chance = random.Random(9)
    before = " ".join(str(chance.random()) for _ in range(100))
    stored = encode(before + " end", before)
    assert stored.kind == "delta"
    with pytest.raises(UnreadableText):
        decode(stored.data, stored.kind, before.replace("0.1", "0.2"))
    with pytest.raises(UnreadableText):
        decode(stored.data, stored.kind, None)


def test_damaged_bytes_are_not_read() -> None:
    stored = encode("a text that is stored " * 20, None)
    with pytest.raises(UnreadableText):
        decode(stored.data[:-3], "whole", None)
    with pytest.raises(UnreadableText):
        decode(b"not stored at all", "whole", None)


def test_a_text_beyond_any_page_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        encode("x" * (LARGEST + 1), None)
