"""Every worked example gives, asked of the database, the number that its text ends with."""

from __future__ import annotations

import re

import pytest

from essp.core.i18n import translations
from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.asking import Axis
from essp.stats.measures import catalogue
from tests.stats import (
    examples_of_knowledge,
    examples_of_people,
    examples_of_talk,
    examples_of_things,
    examples_of_ties,
)
from tests.stats.history_shapes import CABLES, OPEN
from tests.stats.history_tables import written
from tests.stats.slow_readings import near

EXAMPLES = (
    examples_of_people.EXAMPLES
    | examples_of_things.EXAMPLES
    | examples_of_talk.EXAMPLES
    | examples_of_ties.EXAMPLES
    | examples_of_knowledge.EXAMPLES
)
# Of what an example tells, where a measure says nothing of the whole site.
KEYS = {Axis.SITE: "", Axis.SPACE: str(OPEN), Axis.TOPIC: str(CABLES)}
# What else an example names.
PARTS = {
    "C5act": {"contributions": 12, "contributors": 3},
    "M29": {"weekdays": [(5, 3), (0, None), (5, 5), (0, None), (5, 66), (0, None), (0, None)]},
}
# The last number of a text; "Of 4 edits, 1 was undone: 1 / 4 = 0.25." says 0.25.
LAST = re.compile(r"(\d+(?:[.,]\d+)?)(?: (?:days|hours|dagen|uur))?\.$")


def test_every_measure_has_its_example():
    assert EXAMPLES.keys() == catalogue().keys()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_example_and_the_measure_say_the_same(name, session):
    measure = catalogue()[name]
    english = str(measure.example)
    dutch = translations("nl").gettext(english)
    assert dutch != english
    axis = measure.axes[0]
    with written(EXAMPLES[name]()) as history:
        found = measure.read(history.asked(measure.window, axis))[KEYS[axis]]
    for part, each in PARTS.get(name, {}).items():
        assert near(found.parts[part], each)
    for text, comma in ((english, "."), (dutch, ",")):
        last = LAST.search(text)
        assert last, text
        assert found.value == pytest.approx(float(last[1].replace(comma, ".")))
