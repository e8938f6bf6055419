"""Where curation meets other parts on their screens: what fills their slots, and what a page asks along."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from essp.curation.owned import owners_along
from essp.curation.web import checking, owners_shown, rights, standing, trail
from essp.curation.web.desk_nav import in_bar, in_menu
from essp.wiki.locating import Column

FILLINGS: Mapping[str, Callable[..., str]] = {
    "top.places": in_bar,
    "top.menu": in_menu,
    "page.owners": owners_shown.owners_of_page,
    "page.standing": standing.standing_of_page,
    "page.overdue": standing.overdue_page,
    "history.acts": trail.acts_beside,
    "person.owns": owners_shown.owned_by_person,
    "person.rights": rights.rights_of_person,
    "proposal.beside": checking.beside_proposal,
    "space.owners": owners_shown.owners_of_space,
    "space.trail": trail.trail_of_space,
}
ALONG: Mapping[str, Column] = {
    standing.STANDING: standing.told_of_page,
    owners_shown.OWNERS: owners_along,
}
