"""Care in the browser: reporting, the queue of moderators, what became of it, and the public log."""

from __future__ import annotations

from essp.care.web import cases, own, public_log, reporting
from essp.care.web.edge import blueprint
from essp.care.web.reporting import report_post

__all__ = ["blueprint", "cases", "own", "public_log", "report_post", "reporting"]
