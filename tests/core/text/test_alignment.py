"""Two sequences are aligned correctly and in bounded time."""

import random
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from essp.core.text import alignment
from essp.core.text.alignment import Opcode, blocks_by_line, opcodes, opcodes_of

tokens = st.lists(st.sampled_from(["a", "b", "c", " ", "\n"]), max_size=40)


def applied(found: list[Opcode], a: list[str], b: list[str]) -> list[str]:
    """Rebuild ``b`` from the kept parts of ``a`` and the new parts of ``b``."""
    built: list[str] = []
    for tag, a1, a2, b1, b2 in found:
        built += a[a1:a2] if tag == "equal" else b[b1:b2]
    return built


def covers(found: list[Opcode], a: list[str], b: list[str]) -> bool:
    at = (0, 0)
    for op in found:
        if (op.a1, op.b1) != at:
            return False
        at = (op.a2, op.b2)
    return at == (len(a), len(b))


@given(tokens, tokens)
def test_the_edits_turn_one_into_the_other(a: list[str], b: list[str]) -> None:
    found = opcodes(a, b)
    assert covers(found, a, b)
    assert applied(found, a, b) == b


@given(tokens, tokens)
def test_alignment_by_line_is_correct_too(a: list[str], b: list[str]) -> None:
    found = opcodes_of(blocks_by_line(a, b, lambda token: token == "\n"), len(a), len(b))
    assert covers(found, a, b)
    assert applied(found, a, b) == b


def test_no_two_edits_stand_next_to_each_other() -> None:
    found = opcodes(list("axbyc"), list("auvbwc"))
    assert [op.tag for op in found] == ["equal", "replace", "equal", "replace", "equal"]


def test_one_letter_words_are_not_taken_for_numbers() -> None:
    assert [op.tag for op in opcodes(["a", "97"], ["97", "b"])] == ["delete", "equal", "insert"]


def test_large_sequences_are_pinned_and_stay_correct() -> None:
    chance = random.Random(1)
    a = [f"w{chance.randrange(30_000)}" for _ in range(20_000)]
    b = [token for token in a if chance.random() > 0.05]
    b[5_000:5_000] = ["fresh"] * 700
    found = opcodes(a, b)
    assert covers(found, a, b)
    assert applied(found, a, b) == b
    kept = sum(op.a2 - op.a1 for op in found if op.tag == "equal")
    assert kept > 0.99 * (len(b) - 700)


def cost(a: list[str], b: list[str]) -> float:
    started = process_time()
    found = opcodes(a, b)
    spent = process_time() - started
    assert covers(found, a, b)
    return spent


def test_adversarial_inputs_cost_no_more_than_a_large_ordinary_one() -> None:
    chance = random.Random(2)
    size = 60_000
    ordinary = [f"w{chance.randrange(size)}" for _ in range(size)]
    edited = [token for token in ordinary if chance.random() > 0.02]
    yardstick = cost(ordinary, edited)
    bits = [[chance.choice("01") for _ in range(size)] for _ in range(2)]
    assert cost(["same"] * size, ["same"] * (size // 2)) < 10 * yardstick
    assert cost(ordinary, [f"v{at}" for at in range(size)]) < 10 * yardstick
    assert cost(*bits) < 10 * yardstick
    assert cost(["x"] + ["same"] * size, ["same"] * size + ["y"]) < 10 * yardstick


def test_a_line_that_both_have_is_not_torn_apart() -> None:
    a = ["one", "\n", "two", " ", "x", "\n"]
    b = ["two", " ", "one", "\n", "two", " ", "x", "\n"]
    found = blocks_by_line(a, b, lambda token: token == "\n")
    assert alignment.Block(2, 4, 4) in found or found[-1].size >= 4
