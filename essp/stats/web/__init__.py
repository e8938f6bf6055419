"""Insight in the browser: the day, where people meet, what is asked and known, phases, one's own figures."""

from __future__ import annotations

from essp.stats import schema as _tables  # noqa: F401 - part of the schema
from essp.stats.web.edge import blueprint

__all__ = ["blueprint"]

from essp.stats.web import (  # noqa: F401 - they put their views on it
    chart_samples,
    daily,
    export,
    frame,
    knowledge,
    log,
    mine,
    moved,
    places,
    privacy,
    silos,
    told,
)
