"""Insight in the browser: the day, where people meet, what is asked and known, phases, one's own figures."""

from __future__ import annotations

from essp.stats import schema as _tables  # noqa: F401 - part of the schema
from essp.stats.web.edge import blueprint

__all__ = ["blueprint", "stop_mail"]

from essp.stats.web import (  # noqa: F401 - they put their views on it
    chart_samples,
    daily,
    daily_mail,
    day_words,
    export,
    frame,
    good_for,
    how,
    knowledge,
    log,
    map_samples,
    mine,
    moved,
    originals,
    pilots,
    places,
    privacy,
    silos,
    spaces,
    tile,
    told,
)
from essp.stats.web.daily_mail import stop_mail
