"""The organisation before there is anything to hide, and a search index of its own for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from essp.core.worker import do_all
from essp.search import indexing, live
from essp.search.backends.whoosh import WhooshIndex
from tests.canary import world as worlds
from tests.canary.world import MakePerson, World

# One moment for the whole walk, so that no answer differs by the clock.
NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def open_world(make_person: MakePerson) -> World:
    """The organisation as long as there is nothing to hide but private data."""
    made = World()
    worlds.people_of(made, make_person)
    worlds.open_content(made)
    worlds.private_data(made)
    worlds.profile_fields(made)
    do_all()
    return made


@contextmanager
def searched_in(folder: Path) -> Iterator[None]:
    """Search in this folder; an empty one is filled with what there is."""
    index = WhooshIndex(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "index", lambda: index)
        if not any(folder.iterdir()):
            indexing.rebuild()
        yield
    index.close()
