"""Attempts are counted per name and address, whatever the spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.limits import Limit, Limits, TooManyAttempts, key_of_address, key_of_name

LIMIT = Limit("test", 3, 900)


def test_the_attempt_after_the_last_allowed_must_wait() -> None:
    limits = Limits("memory://")
    for _attempt in range(3):
        limits.hit(LIMIT, "femke")
    with pytest.raises(TooManyAttempts) as stopped:
        limits.hit(LIMIT, "femke")
    assert 0 < stopped.value.wait <= 900
    limits.hit(LIMIT, "ruben")


def test_asking_does_not_count() -> None:
    limits = Limits("memory://")
    for _attempt in range(5):
        limits.check(LIMIT, "femke")
    limits.hit(LIMIT, "femke")


def test_a_success_begins_the_count_anew() -> None:
    limits = Limits("memory://")
    for _attempt in range(3):
        limits.hit(LIMIT, "femke")
    limits.forget(LIMIT, "femke")
    limits.hit(LIMIT, "femke")


@pytest.mark.parametrize(
    "other",
    [
        "FEMKE@example.org",
        " femke@example.org ",
        "fe mke@example.org",
        "ｆｅｍｋｅ@example.org",
        "fеmke@example.org",
        "fem\u200bke@example.org",
        "fe\u0301mke@example.org",
        "femke@example.org\u00a0",
    ],
)
def test_spellings_of_one_name_share_a_counter(other: str) -> None:
    assert key_of_name(other) == key_of_name("femke@example.org")


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_has_a_key_of_one_length(text: str) -> None:
    assert len(key_of_name(text)) == 64
    assert key_of_name(text) == key_of_name(f" {text}\u200b")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        (None, "not an address", True),
    ],
)
def test_an_address_is_counted_as_who_has_it(one, other, same: bool) -> None:
    assert (key_of_address(one) == key_of_address(other)) is same


def test_counting_goes_on_while_the_shared_storage_is_away() -> None:
    limits = Limits("redis://127.0.0.1:1")
    for _attempt in range(3):
        limits.hit(LIMIT, "femke")
    with pytest.raises(TooManyAttempts):
        limits.hit(LIMIT, "femke")
