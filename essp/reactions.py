"""What happens next: from each fact to the work that follows it. The only such table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from essp.core.events import Fact, Reaction, durable
from essp.people.events import PersonChanged, PersonInvited, PersonJoined, PersonLeft
from essp.search.indexing import reindex_page, reindex_person, reindex_space
from essp.spaces.events import SpaceAccessChanged, SpaceChanged, SpaceCreated
from essp.wiki.events import (
    PageArchived,
    PageBroughtBack,
    PageEdited,
    PageImported,
    PageRelocated,
)
from essp.wiki.presence import tell_revised

REACTIONS: Mapping[type[Fact], Iterable[Reaction]] = {
    PageEdited: [durable(reindex_page, "page_id"), tell_revised],
    PageRelocated: [durable(reindex_page, "page_id")],
    PageArchived: [durable(reindex_page, "page_id")],
    PageBroughtBack: [durable(reindex_page, "page_id")],
    PageImported: [durable(reindex_page, "page_id")],
    PersonInvited: [durable(reindex_person, "person_id")],
    PersonJoined: [durable(reindex_person, "person_id")],
    PersonChanged: [durable(reindex_person, "person_id", "fields")],
    PersonLeft: [durable(reindex_person, "person_id")],
    SpaceCreated: [durable(reindex_space, "space_id")],
    SpaceChanged: [durable(reindex_space, "space_id")],
    SpaceAccessChanged: [durable(reindex_space, "space_id")],
}
