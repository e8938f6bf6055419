"""Known figures of real communities, as the measures of use give them."""

from __future__ import annotations

import pytest

from essp.core.figures import absence_factor, effective, gini, top_share
from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.measures import Measure, Reading, catalogue


def _whole(community, name: str) -> Reading:
    """What a measure says of all days of a community."""
    measure: Measure = catalogue()[name]
    with community.app.app_context():
        return measure.read(community.asked())[""]


def test_who_contributes_on_history_meta(history_meta):
    found = _whole(history_meta, "M10")
    assert (found.parts["part"], found.n) == (384, 2295)
    assert found.value == 384 / 2295


def test_how_much_hangs_on_the_ten_who_write_most_on_history_meta(history_meta):
    found = _whole(history_meta, "M12")
    assert found.people == found.parts["contributors"] == 384
    assert found.value == pytest.approx(0.768, abs=5e-4)
    assert found.parts["top"] == pytest.approx(0.418, abs=5e-4)
    assert found.parts["absence"] == 16


def test_a_space_has_the_figures_of_its_only_site(history_meta):
    with history_meta.app.app_context():
        measure = catalogue()["M12"]
        site = measure.read(history_meta.asked())[""]
        (space,) = measure.read(history_meta.asked(axis=measure.axes[1])).values()
    assert space == site


def test_every_author_there_has_a_name(history_meta):
    assert _whole(history_meta, "M75").value == 1


def test_the_example_of_chaoss():
    amounts = [1000, 433, 343, 332, 202, 90, 42, 33]
    assert absence_factor(amounts) == 2
    assert top_share(amounts) == 1 and 1 < effective(amounts) < len(amounts)
    assert 0 < (gini(amounts) or 0) < 1
