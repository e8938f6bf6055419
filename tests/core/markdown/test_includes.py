"""A page inside another: the line that asks for it, the part that is shown, ids that stay apart."""

from __future__ import annotations

import re

import pytest

from essp.core.markdown import place_includes, render, section_html, set_apart

PAGE = """# One

alpha[^1] and `id="x"`

## One and a half

below

# Two

beta[^2] [up](#one)

[^1]: first

[^2]: second
"""


def test_a_line_of_its_own_is_a_place_for_another_page() -> None:
    page = render("Before\n![[ops:Rules#Safety]]\nafter ![[not alone]]\n")
    assert [(e.space, e.title, e.section, e.included) for e in page.links] == [
        ("ops", "Rules", "Safety", True),
        (None, "not alone", None, False),
    ]
    filled = place_includes(page.html, lambda number: f"<b>{number}</b>")
    assert "<b>0</b>" in filled
    assert "data-include" not in filled


@pytest.mark.parametrize("source", ["![[#Own]]", "`![[x]]`", "    ![[x]]", "![[]]", "![[x]] y"])
def test_what_is_no_such_line_stays_what_it_is(source: str) -> None:
    assert not any(link.included for link in render(source).links)


def test_a_line_in_a_list_and_in_a_quotation_asks_as_well() -> None:
    assert [link.included for link in render("> ![[A]]\n\n- ![[B]]\n").links] == [True, True]


def test_the_name_of_an_included_page_is_no_text_of_this_one() -> None:
    assert render("Own.\n\n![[Secret]]\n").text == "Own."


def test_a_section_goes_to_the_next_heading_of_its_level_with_its_notes() -> None:
    html = render(PAGE).html
    one, half = section_html(html, "h-one"), section_html(html, "h-one-and-a-half")
    assert one is not None and half is not None
    assert all(word in one for word in ("alpha", "below", "first"))
    assert not any(word in one for word in ("beta", "second"))
    assert "below" in half
    assert "alpha" not in half
    assert section_html(html, "h-three") is None


def test_a_part_set_apart_has_ids_of_its_own_and_no_marks_of_its_page() -> None:
    apart = set_apart(render(PAGE).html, "p1-")
    assert all(each.startswith("p1-") for each in re.findall(r'<[^<>]* id="([^"]+)"', apart))
    assert 'href="#p1-h-one"' in apart
    assert 'id="x"' in apart  # a word of the text, not an id
    assert "data-lines" not in apart
    assert 'class="blk"' not in apart


def test_what_sets_a_part_apart_may_begin_with_a_digit() -> None:
    assert 'id="1abc-h-one"' in set_apart(render(PAGE).html, "1abc-")


def test_a_hostile_page_cannot_write_a_place_itself() -> None:
    html = render('<div class="include" data-include="0"><p>x</p></div>\n\n![[A]]\n').html
    assert len(re.findall('data-include="', place_includes(html, lambda _n: ""))) == 1
