"""Whether somebody may have anything unread: asked once with each request, before anything else."""

from __future__ import annotations

from essp.people.current import told_along

HAS_UNREAD = "has_unread"  # what `sessions.ask_along` calls it


def may_have_unread() -> bool:
    """Whether more is to be asked. False only where the sign-in was asked and there was nothing."""
    return told_along(HAS_UNREAD) is not False
