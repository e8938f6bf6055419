"""Every worked example gives, asked of the database, the number that its text ends with."""

from __future__ import annotations

import re

import pytest

from essp.core.i18n import translations
from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.measures import catalogue
from tests.stats import examples_of_people, examples_of_things
from tests.stats.history_tables import written

EXAMPLES = examples_of_people.EXAMPLES | examples_of_things.EXAMPLES
# The last number of a text; "Of 4 edits, 1 was undone: 1 / 4 = 0.25." says 0.25.
LAST = re.compile(r"(\d+(?:[.,]\d+)?)(?: (?:days|hours|dagen|uur))?\.$")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_example_and_the_measure_say_the_same(name, session):
    measure = catalogue()[name]
    english = str(measure.example)
    dutch = translations("nl").gettext(english)
    assert dutch != english
    with written(EXAMPLES[name]()) as history:
        found = measure.read(history.asked(measure.window))[""]
    for text, comma in ((english, "."), (dutch, ",")):
        last = LAST.search(text)
        assert last, text
        assert found.value == pytest.approx(float(last[1].replace(comma, ".")))
