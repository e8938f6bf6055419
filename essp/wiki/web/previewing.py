"""The preview: text that is not saved yet, as its readers would see it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from essp.core.access import members
from essp.core.i18n import _
from essp.core.markdown import Rendered, TooLarge
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.queries import find_space
from essp.wiki import rendering
from essp.wiki.foreseeing import Ahead, foresee
from essp.wiki.guarding import divide
from essp.wiki.models import Page
from essp.wiki.other_texts import lead
from essp.wiki.queries import find_page
from essp.wiki.splitting import Split
from essp.wiki.texts import LARGEST, clean_text, text_of
from essp.wiki.web import blueprint
from essp.wiki.web.guarded import with_waiting
from essp.wiki.web.included import with_unsaved_includes
from essp.wiki.web.showing import placed_html


@blueprint.post("/preview")
@members
def preview() -> ResponseReturnValue:
    """Text that is not saved yet, as a fragment of HTML.

    `page` or `space` says where it is to stand, so that its links and what it includes lead there. `whole`
    says that it is a proposal: what of it would wait is not asked.
    """
    page, space = _place()
    language = "nl" if request.form.get("language") == "nl" else "en"
    try:
        rendered = rendering.preview(request.form.get("text", ""), language)
    except TooLarge:
        text = _("A page may have %(limit)s KB.", limit=LARGEST // 1000)
        return render_template("wiki/preview_refused.html", reason=text), 422
    html = _led(rendered, space, page)
    if page is None or "whole" in request.args:
        return render_template("wiki/preview.html", html=html)
    ahead, part = _waiting(page, clean_text(request.form.get("text", "")))
    return render_template(
        "wiki/preview.html", html=with_waiting(html, part.lines), ahead=ahead,
        waits=part.waiting is not None,
    )  # fmt: skip


def _waiting(page: Page, text: str) -> tuple[Ahead, Split]:
    """What will become of this text, and what of it waits; nothing does on an open page."""
    ahead = foresee(me(), page)
    return ahead, divide(page, ahead.guard, text_of(page), text) if ahead.waits else Split(
        text, None
    )


def _place() -> tuple[Page | None, Space | None]:
    if uid := request.args.get("page", ""):
        page = find_page(me(), uid)
        return page, page.space
    slug = request.args.get("space", "")
    return None, find_space(me(), slug) if slug else None


def _led(rendered: Rendered, space: Space | None, page: Page | None) -> Markup:
    html = Markup(rendered.html)  # noqa: S704 - sanitised when it was made
    if space is None or not rendered.links:
        return html
    led = lead(me(), rendered, space, page)
    return with_unsaved_includes(placed_html(html, led.links, led.linked, space), led, page)
