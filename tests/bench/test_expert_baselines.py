"""The reference ways of finding people, on two pages worked out by hand."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from bench.experts_baselines import (
    Corpus,
    exp_comb_mnz,
    model_1,
    model_2,
    model_2_by_standing_words,
    most_edits,
    most_edits_of_the_best_page,
    share_of_standing_words,
)

RELAYS, PAINT = 1, 2
ADA, BEN, CLEO = 11, 12, 13
CORPUS = Corpus(
    stems={RELAYS: Counter(relay=3, pump=1), PAINT: Counter(paint=3, relay=1)},
    edits={RELAYS: {ADA: 3, BEN: 1}, PAINT: {BEN: 4, CLEO: 1}},
    words={RELAYS: {ADA: 1, BEN: 3}, PAINT: {BEN: 1, CLEO: 3}},
)
HITS = [(RELAYS, 1.0), (PAINT, 0.5)]


def test_most_edits_asks_for_nothing() -> None:
    assert most_edits(CORPUS, [], []) == [(BEN, 5), (ADA, 3), (CLEO, 1)]


def test_the_best_page_is_the_first_that_was_found() -> None:
    assert most_edits_of_the_best_page(CORPUS, ["relay"], HITS) == [(ADA, 3), (BEN, 1)]
    assert most_edits_of_the_best_page(CORPUS, ["relay"], []) == []


def test_model_1_reads_all_pages_of_a_person_as_one_text() -> None:
    # "relay" is 3/4 of RELAYS, 1/4 of PAINT and 1/2 of everything. Ada: all of RELAYS. Ben: a fifth of
    # it, four fifths of PAINT.
    found = dict(model_1(CORPUS, ["relay"], []))
    assert found[ADA] == pytest.approx(0.5 * 3 / 4 + 0.5 * 1 / 2)
    assert found[BEN] == pytest.approx(0.5 * (3 / 4 / 5 + 1 / 4 * 4 / 5) + 0.5 * 1 / 2)


def test_model_2_divides_each_page_among_people() -> None:
    relays, paint = 0.5 * 3 / 4 + 0.5 / 2, 0.5 * 1 / 4 + 0.5 / 2
    found = dict(model_2(CORPUS, ["relay"], HITS))
    assert found[ADA] / found[CLEO] == pytest.approx((relays * 3 / 4) / (paint / 5))
    by_words = dict(model_2_by_standing_words(CORPUS, ["relay"], HITS))
    assert by_words[ADA] / by_words[CLEO] == pytest.approx((relays / 4) / (paint * 3 / 4))


def test_votes_count_by_their_exponents_and_their_number() -> None:
    found = dict(exp_comb_mnz(CORPUS, ["relay"], HITS))
    assert found[ADA] == pytest.approx(math.e)
    assert found[BEN] == pytest.approx(2 * (math.e + math.exp(0.5)))


def test_standing_words_share_out_the_score_of_a_page() -> None:
    found = dict(share_of_standing_words(CORPUS, ["relay"], HITS))
    assert found == pytest.approx({ADA: 1 / 4, BEN: 3 / 4 + 0.5 / 4, CLEO: 0.5 * 3 / 4})


def test_words_that_stand_nowhere_change_nothing() -> None:
    assert model_2(CORPUS, ["relay", "zeppelin"], HITS) == model_2(CORPUS, ["relay"], HITS)
    assert model_1(CORPUS, ["zeppelin"], HITS) == []
