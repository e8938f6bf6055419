"""What the tests of starting out begin with: a space to practise in, and somebody new."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core import worker
from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.starting.practice import lay_out


@pytest.fixture
def practice(administrator: Person) -> Space:
    """The space for practice, as an administrator laid it out."""
    with transaction():
        space = lay_out(administrator)
    worker.do_all()
    return space


@pytest.fixture
def daan(make_person: Callable[..., Person]) -> Person:
    """Somebody who joined today."""
    return make_person("Daan Oosterhuis", department="Grid planning")
