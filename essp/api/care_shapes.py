"""Shapes of care: reports, cases, decisions and the log, as programs send and get them."""

from __future__ import annotations

from essp.core.rest import Given


class NoteGiven(Given):
    """Why something is hidden: one line that everyone reads."""

    note: str
