"""Who answers whom: every mail has one place, whatever the heads say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from essp.importers.mail_threads import Head, How, base_subject, by_opening, places_of

START = datetime(2009, 5, 1, tzinfo=UTC)


def head(key, *names, hour=None, subject="Cables"):
    return Head(key, names, START + timedelta(hours=ord(key[0]) if hour is None else hour), subject)


def above(*heads):
    return {key: place.above for key, place in places_of(heads).items()}


def test_a_mail_stands_below_the_nearest_one_it_names():
    assert above(head("a"), head("b", "a"), head("c", "a", "b")) == {"a": None, "b": "a", "c": "b"}


def test_where_the_nearest_is_missing_the_next_one_up_takes_its_place():
    places = places_of([head("a"), head("c", "a", "gone")])
    assert places["c"].above == "a" and places["c"].how is How.MISSING


def test_mails_that_name_the_same_missing_one_are_one_conversation():
    places = places_of([head("b", "gone"), head("c", "gone"), head("d", "other")])
    assert (places["b"].above, places["c"].above, places["d"].above) == (None, "b", None)
    assert places["c"].opening == "b" and places["d"].opening == "d"


def test_a_circle_opens_at_the_oldest_mail():
    places = places_of([head("b", "c"), head("c", "d"), head("d", "b"), head("e", "e")])
    assert [places[key].opening for key in "bcde"] == ["d", "d", "d", "e"] or all(
        places[key].opening == "b" for key in "bcd"
    )
    assert How.CIRCLE in {place.how for place in places.values()}


def test_the_subject_decides_only_where_nothing_is_named_and_it_says_re():
    places = places_of(
        [
            head("a", subject="[grid] Cables"),
            head("b", subject="Re: [grid] Cables"),
            head("c", subject="Cables"),
            head("d", subject="AW: Re: cables"),
            head("e", "gone", subject="Re: Cables"),
        ]
    )
    assert [places[key].how for key in "abcde"] == [
        How.OPENS, How.SUBJECT, How.OPENS, How.SUBJECT, How.MISSING,
    ]  # fmt: skip
    assert (places["b"].above, places["d"].above, places["e"].above) == ("a", "c", None)


def test_prefixes_of_several_languages_are_the_same_subject():
    assert base_subject("AW: [list] Re[2]: Antw: The  cables") == "the cables"


KEYS = [f"{letter}{number}" for letter in "ab" for number in range(9)]
HEADS = some.lists(
    some.tuples(
        some.sampled_from(KEYS),
        some.lists(some.sampled_from([*KEYS, "gone1", "gone2", "gone3"]), max_size=5),
        some.integers(0, 40),
        some.sampled_from(["One", "Re: One", "Re: Two", "", "Re:"]),
    ),
    unique_by=lambda said: said[0],
)


@given(HEADS)
def test_every_mail_has_exactly_one_place_and_none_is_lost(said):
    heads = [head(key, *names, hour=hour, subject=subject) for key, names, hour, subject in said]
    places = places_of(heads)
    assert set(places) == {one.key for one in heads}
    threads = by_opening(places)
    assert sorted(key for mails in threads.values() for key in mails) == sorted(places)
    for opening, mails in threads.items():
        assert [key for key in mails if places[key].above is None] == [opening]
        for key in mails:
            line = [key]
            while (up := places[line[-1]].above) is not None:
                assert up in mails and up not in line
                line.append(up)
            assert line[-1] == opening
