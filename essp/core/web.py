"""What every page and form needs: the gate, security headers, errors in words, language, dates."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_date, format_datetime
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_app_context,
    has_request_context,
    request,
    url_for,
)
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from markupsafe import Markup

from essp.core import clock, i18n
from essp.core.access import mark_of
from essp.core.i18n import _
from essp.core.reader import reader

log = structlog.get_logger(__name__)

LANGUAGE = "language"  # the cookie in which a browser keeps the language chosen before sign-in
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def install(app: Flask) -> None:
    """Put the gate, the headers, the language and the template words on an application."""
    app.before_request(_name_request)
    app.before_request(_gate)
    app.after_request(_set_headers)
    i18n.use_language_of(reader_language)
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.bytecode_cache = KeptTemplates(app.config["SETTINGS"].data / "templates")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=_, ngettext=i18n.ngettext, now=clock.now, url_for=address_of, languages=i18n.NAMES
    )
    app.jinja_env.filters.update(
        when=when,
        day=day,
        hour=hour,
        heading_day=heading_day,
        moment=moment,
        weekday=weekday,
        number=i18n.number,
        percent=percent,
        isoformat=isoformat,
    )


class KeptTemplates(FileSystemBytecodeCache):
    """Templates as Python runs them, kept from one start to the next: whoever comes first waits less.

    Where nothing can be written they are compiled again: a full disk keeps nobody from reading why.
    """

    def __init__(self, folder: Path) -> None:
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        super().__init__(str(folder))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template where that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _gate() -> None:
    """Let nobody into a view that does not say who may come in."""
    if request.endpoint is None or request.endpoint == "static":
        return
    mark = mark_of(current_app.view_functions.get(request.endpoint))
    if mark is None:
        log.error("a view without a mark was refused", endpoint=request.endpoint)
        abort(403)
    if mark.public:
        return
    if reader() is None:
        abort(401)
    if mark.role and not reader().has_role(mark.role):
        abort(404)


def _set_headers(response: Response) -> Response:
    # A view may have set its own; looking through all headers for each of ours costs more.
    present = {name for name, _value in response.headers}
    response.headers.extend({k: v for k, v in HEADERS.items() if k not in present})
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.add("Vary", "Cookie, Accept-Language")
    if current_app.config["SETTINGS"].secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def reader_language() -> str:
    """The language of the reader's account, chosen in this browser, the browser's, or the site's."""
    if not has_app_context():
        return "en"
    # Asked for with every sentence of a page, so found out once for each request.
    kept = g._get_current_object()
    known: str | None = kept.get("reader_language")
    if known is None:
        if not has_request_context():
            return str(kept.get("language") or "en")
        known = kept.reader_language = _find_reader_language()
    return known


def _find_reader_language() -> str:
    for chosen in (getattr(reader(), "language", None), request.cookies.get(LANGUAGE)):
        if chosen in i18n.LANGUAGES:
            return str(chosen)
    default = current_app.config["SETTINGS"].language
    return str(request.accept_languages.best_match(i18n.LANGUAGES, default=default))


def address_of(endpoint: str, **values: Any) -> str:
    """`url_for` for templates: an address is built once, and given its ids and slugs each time."""
    if endpoint.startswith(".") or not all(map(_plain, values.items())):
        return url_for(endpoint, **values)
    address = _pattern(endpoint, tuple(values), request.script_root)
    for name, value in values.items():
        address = address.replace(_place(name), value)
    return address


def _plain(item: tuple[str, Any]) -> bool:
    """Whether a value stands in an address just as it is: an id, a handle, a slug."""
    name, value = item
    plain = isinstance(value, str) and value.isascii() and value.replace("-", "").isalnum()
    return plain and not name.startswith("_")


@lru_cache(maxsize=512)
def _pattern(endpoint: str, names: tuple[str, ...], _script_root: str) -> str:
    places: dict[str, Any] = {name: _place(name) for name in names}
    return url_for(endpoint, **places)


def _place(name: str) -> str:
    # No id, handle or slug has capitals in it, so none is taken for the place of another.
    return f"PLACE{name.upper().replace('_', 'U')}ECALP"


def zone() -> ZoneInfo:
    """The time zone in which times are shown."""
    found: ZoneInfo = current_app.config["SETTINGS"].zone
    return found


def when(at: datetime) -> str:
    """A moment as people say it: today 08:52, yesterday 16:10, Tuesday, 12 November."""
    local, today = at.astimezone(zone()), clock.now().astimezone(zone())
    days = (today.date() - local.date()).days
    if days == 0:
        return _("today %(time)s", time=hour(at))
    if days == 1:
        return _("yesterday %(time)s", time=hour(at))
    if 1 < days < 7:
        return f"{_in_words(local.date(), 'EEEE', i18n.language())} {hour(at)}"
    return day(at)


def day(at: datetime) -> str:
    """A date: 12 November, with its year when that is not this one."""
    local = at.astimezone(zone())
    same = local.year == clock.now().astimezone(zone()).year
    return _in_words(local.date(), "d MMMM" if same else "d MMMM y", i18n.language())


# Lists hold many dates, and the same ones over and over.
@lru_cache(maxsize=4096)
def _in_words(date: date, pattern: str, language: str) -> str:
    return str(format_date(date, pattern, locale=language))


def heading_day(at: datetime) -> str:
    """A day above a list of what happened on it: Today, Yesterday, Tuesday 17 November."""
    days = (clock.now().astimezone(zone()).date() - at.astimezone(zone()).date()).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    text = weekday(at) if 1 < days < 7 else day(at)
    return text[:1].upper() + text[1:]


def hour(at: datetime) -> str:
    """The time of the day alone, where the day stands above it: 08:52."""
    return at.astimezone(zone()).strftime("%H:%M")


def weekday(at: datetime) -> str:
    """A day in full words: Thursday 19 November."""
    return _in_words(at.astimezone(zone()).date(), "EEEE d MMMM", i18n.language())


def moment(at: datetime) -> str:
    """Date and time in full: 12 November 2026, 08:52."""
    return str(format_datetime(at.astimezone(zone()), "d MMMM y, HH:mm", locale=i18n.language()))


def isoformat(at: datetime) -> str:
    """A moment for the `datetime` attribute, to the second, in UTC."""
    return at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; what is there but small is `<1%`."""
    whole = round(share * 100)
    return Markup("&lt;1%") if 0 < share and whole == 0 else f"{whole}%"


def template_words(settings: Any) -> dict[str, Any]:
    """What every template may name: the site, the reader, the language, the theme."""
    me = reader()
    return {
        "site_name": settings.name,
        "me": me,
        "locale": i18n.language(),
        "theme": me.theme if me else "",
    }
