"""Feeds: the private addresses of one person, and what stands at them."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core import mail
from essp.core.access import members, public
from essp.core.db import transaction
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.notifications import feeds
from essp.notifications.feed_entries import SEARCH, entries
from essp.notifications.web.edge import blueprint
from essp.notifications.web.levels import subject_asked
from essp.people.current import me
from essp.search.saving import own_searches


@blueprint.get("/settings/feeds")
@members
def own_feeds() -> str:
    """The reader's feeds that work."""
    return _page()


@blueprint.post("/settings/feeds")
@members
def make_feed() -> str:
    """Make a feed and show its address, this once."""
    of_search = request.form.get("subject") == SEARCH
    with transaction():
        _feed, token = feeds.make_feed(
            me(), None if of_search else subject_asked(), request.form.get("key", "")
        )
    return _page(mail.address_of(url_for(".feed", token=token)))


@blueprint.post("/settings/feeds/<int:number>/end")
@members
def end_feed(number: int) -> ResponseReturnValue:
    """End a feed."""
    with transaction():
        feeds.revoke_feed(me(), number)
    flash(_("The feed is ended: its address leads nowhere now."), "ok")
    return redirect(url_for(".own_feeds"), 303)


@blueprint.get("/feeds/<token>")
@public
def feed(token: str) -> Response:
    """A feed, as its owner may read it now."""
    found, owner = feeds.find_feed(token)
    thing = feeds.named(owner, [found]).get(found.id)
    if thing is None:
        raise NotFound
    changes = entries(owner, found)
    text = render_template(
        "notifications/feed.xml", thing=thing, feed=found, entries=changes,
        site=mail.address_of(""), updated=changes[0].at if changes else found.created_at,
    )  # fmt: skip
    response = Response(text, mimetype="application/atom+xml")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _page(address: str = "") -> str:
    own = feeds.own_feeds(me())
    return render_template(
        "notifications/feeds.html", feeds=own, named=feeds.named(me(), own), address=address,
        searches=own_searches(me()), fed={feed.subject_id for feed in own if feed.subject == SEARCH},
    )  # fmt: skip
