"""What a line of the source is: a heading, a row of a table, code, or plain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essp.core.markdown.lines import Line, lines_of

WRITTEN = st.lists(
    st.sampled_from(
        ["# One", "###### Six", "#tag", "```", "~~~~", "| a | b |", "|---|:-:|", "|", "words", ""]
    ),
    max_size=12,
).map("\n".join)


def kinds(text: str) -> list[str]:
    return [line.kind for line in lines_of(text)]


def test_headings_are_known_with_the_mark_before_their_words() -> None:
    assert lines_of("## When to start\n #  One\n###\n#tag\n####### Seven") == [
        Line("h2", 3), Line("h1", 4), Line("h3", 3), Line("plain"), Line("plain"),
    ]  # fmt: skip


def test_nothing_in_code_is_anything_else_until_its_fence_closes() -> None:
    text = "````python\n# no heading\n```\n| a |\n|---|\n````\n# A heading\n~~~\n# open to the end"
    assert kinds(text) == ["code"] * 6 + ["h1", "code", "code"]


def test_a_table_is_a_head_its_rule_and_the_rows_below() -> None:
    text = "| a | b |\n|---|:-:|\n| c | d |\n| e |\nwords\n| f |"
    assert kinds(text) == ["head", "rule", "row", "row", "plain", "plain"]


def test_bars_without_a_rule_are_plain() -> None:
    assert kinds("| a | b |\n| c | d |\n\n|---|---|\n") == ["plain"] * 5


@given(WRITTEN)
def test_every_line_is_something_and_its_mark_lies_in_it(text: str) -> None:
    lines = text.split("\n")
    assert all(
        line.mark <= len(written) for line, written in zip(lines_of(text), lines, strict=True)
    )
