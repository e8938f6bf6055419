"""What of finding people stands on the screens of others: the slots that this edge fills."""

from __future__ import annotations

from essp.core import slots
from essp.expertise.web import beside, shown
from essp.expertise.web.beside import FINDER_ON, finder_on
from essp.expertise.web.switcher import people_for as in_switcher

__all__ = ["FILLINGS", "FINDER_ON", "finder_on", "in_switcher"]

FILLINGS: dict[str, slots.Filling] = {
    "ask.people": beside.while_asking,
    "file.knowers": beside.beside_file,
    "person.knows": shown.knows_of_person,
    "review.knowers": beside.reviewers_of_page,
    "thread.aside": beside.beside_thread,
    "topic.knowers": shown.knowers_of_topic,
}
