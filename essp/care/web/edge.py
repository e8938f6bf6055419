"""What the views of care share: the blueprint, words for templates, parts of lists."""

from __future__ import annotations

from flask import Blueprint, request

from essp.care import wording
from essp.care.queries import SHOWN

blueprint = Blueprint("care", __name__)
LAST_PART = 10_000

for word in (
    wording.reason_words, wording.outcome_words, wording.verdict_words, wording.thing_words,
    wording.kind_words, wording.deed_words, wording.became_words,
):  # fmt: skip
    blueprint.app_template_global(word.__name__)(word)


def part_asked() -> int:
    """The part of a list that the address names, from 1."""
    return min(max(request.args.get("part", 1, type=int), 1), LAST_PART)


def offset_of(part: int) -> int:
    """How many rows come before a part."""
    return (part - 1) * SHOWN
