"""A sentence that is marked and one that is doubted, on the page of the furnished site."""

from __future__ import annotations

from datetime import timedelta

from essp.core import clock
from essp.core.text.anchors import Anchor
from essp.curation import claims, doubts
from essp.curation.claims import Holds
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify
from essp.people.models import Person
from essp.wiki.models import Page


def doubted(owner: Person, reader: Person, page: Page) -> dict[str, str]:
    """Both, and the page itself verified: what an address can name of them."""
    at, day = Pointed(Anchor("of the limit")), clock.now().date() + timedelta(days=30)
    verify(owner, page.uid, Looked(page.revision_number))
    return {
        "claim": claims.claim(owner, page.uid, at, Holds(until=day)).uid,
        "doubt": doubts.doubt(reader, page.uid, at, "asks", "Is it?").uid,
    }
