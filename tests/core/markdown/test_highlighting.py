"""Coloured code: the same characters, in a dozen classes that the style sheet knows."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essp.core.markdown.highlighting import CLASSES, WORDS, highlight
from essp.core.markdown.languages import BY_LANGUAGE

KNOWN = {*CLASSES.values(), *WORDS.values()}
STYLES = Path(__file__).parents[3] / "static" / "css" / "components" / "code.css"


def text_of(coloured: str) -> str:
    return html.unescape(re.sub(r"</?span[^>]*>", "", coloured))


@pytest.mark.parametrize("language", sorted(BY_LANGUAGE))
def test_every_language_keeps_the_text(language):
    code = "\n\nif (a < b) { return \"x\" & 'y'; } # end\n\t- item: 1\n\n"
    assert text_of(highlight(code, language)) == code


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["python", "yaml", "bash", "html", "sql", "erb"]), st.text(max_size=120))
def test_colour_never_changes_the_code(language, code):
    coloured = highlight(code, language)
    assert text_of(coloured) == code
    assert set(re.findall(r"<[^>]*>", coloured)) <= {
        "</span>",
        *(f'<span class="{name}">' for name in KNOWN),
    }


def test_every_class_has_its_ink():
    styles = STYLES.read_text(encoding="utf-8")
    assert {f".{name} {{" for name in KNOWN} <= set(styles.splitlines())
