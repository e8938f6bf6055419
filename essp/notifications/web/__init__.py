"""News in the browser: what one watches, what one was told, and how."""

from __future__ import annotations

from essp.notifications.centre import has_unread
from essp.notifications.web.centre import badge, opened_page, read_cases, read_proposal, read_told
from essp.notifications.web.desk_mail import stop_desk_mail
from essp.notifications.web.edge import blueprint
from essp.notifications.web.feeds import feed
from essp.notifications.web.pushing import push_worker
from essp.notifications.web.settings import stop_mail
from essp.notifications.web.unread import HAS_UNREAD
from essp.notifications.web.watching import (
    watch_person,
    watch_space,
    watch_thread,
    watch_topic,
)

__all__ = [
    "HAS_UNREAD",
    "badge",
    "blueprint",
    "feed",
    "has_unread",
    "opened_page",
    "push_worker",
    "read_cases",
    "read_proposal",
    "read_told",
    "stop_desk_mail",
    "stop_mail",
    "watch_person",
    "watch_space",
    "watch_thread",
    "watch_topic",
]
