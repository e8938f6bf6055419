"""A shelf of finished HTML: what is the same for many requests is drawn once and kept in memory.

What is put on it carries all it was made of in its key, so nothing on it ever has to be thrown away
because it is wrong; the oldest unused pieces make room. What differs from request to request (a CSRF
token, a slot) is a mark in the piece, and filled in when the piece is taken from the shelf.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from flask import Flask, g, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from essp.core import i18n, slots
from essp.core.reader import reader

Pieces = TypeVar("Pieces", bound=tuple[str, ...])

LARGEST = 64_000_000
# Nobody who writes a text can know it, so no text holds a mark.
MARK = f"\ue000{secrets.token_hex(8)} "
END = "\ue000"


class Shelf:
    """Pieces of HTML by key, drawn together; in all at most `LARGEST` characters."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.size = 0
        self.pieces: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Pieces]) -> Pieces:
        """The pieces of that key; made and put there when they are missing."""
        with self.lock:
            found = self.pieces.get(key)
            if found is not None:
                self.pieces.move_to_end(key)
                return cast(Pieces, found)
        made = make()
        with self.lock:
            if key not in self.pieces:
                self.pieces[key] = made
                self.size += sum(map(len, made))
            while self.size > self.largest and len(self.pieces) > 1:
                _key, oldest = self.pieces.popitem(last=False)
                self.size -= sum(map(len, oldest))
        return made

    def clear(self) -> None:
        """Take everything off: the database behind it is another one."""
        with self.lock:
            self.pieces.clear()
            self.size = 0


shelf = Shelf()


def install(app: Flask) -> None:
    """Give templates the word `shell`."""
    app.jinja_env.globals["shell"] = shell


def shell(part: str, nav: str = "", sign_out: bool = True) -> Markup:
    """A part of the frame around every screen, as this reader sees it."""
    (html,) = shelf.get(
        ("shell", part, nav, sign_out, *_looks()),
        lambda: (draw(f"shell/{part}.html", nav=nav, sign_out=sign_out),),
    )
    return finished(html, me=reader())


def framed(template: str, **parts: str) -> str:
    """A whole screen. Its template is drawn once for each reader, and these parts, which must be
    HTML, are put into it for each request: they are all that it may show of what was asked for."""
    if "_flashes" in session:
        return render_template(template, **{name: Markup(html) for name, html in parts.items()})  # noqa: S704
    (frame,) = shelf.get(
        ("frame", template, *_looks()),
        lambda: (draw(template, **{name: _mark(f"part {name}") for name in parts}),),
    )
    return _filled(frame, parts, {"me": reader()})


def draw(template: str, **values: Any) -> str:
    """A piece for the shelf: marks stand where its CSRF tokens and its slots go."""
    with _drawing():
        return render_template(template, csrf_token=lambda: _mark("csrf"), slot=_later, **values)


def finished(html: str, **values: Any) -> Markup:
    """A piece of the shelf for this request. The slots in it are given those of the values that its
    template names."""
    return Markup(html if g.get("drawing") else _filled(html, {}, values))  # noqa: S704 - drawn


@contextmanager
def _drawing() -> Iterator[None]:
    before, g.drawing = g.get("drawing", False), True
    try:
        yield
    finally:
        g.drawing = before


def _looks() -> tuple[Hashable, ...]:
    """All that the frame around a screen is made of."""
    me = reader()
    who = (
        (me.id, me.name, me.handle, me.picture_url, me.role, me.theme, me.shortcuts) if me else None
    )
    return who, i18n.language(), request.script_root


def _mark(what: str) -> Markup:
    return Markup(f"{MARK}{what}{END}")  # noqa: S704 - no text of anybody


def _later(name: str, /, **values: Any) -> Markup:
    return _mark(" ".join(("slot", name, *values))) if slots.is_filled(name) else Markup()


def _filled(html: str, parts: dict[str, str], values: dict[str, Any]) -> str:
    first, *rest = html.split(MARK)
    if not rest:
        return html
    pieces = [first]
    for each in rest:
        mark, _end, text = each.partition(END)
        pieces += (_put(mark.split(" "), parts, values), text)
    return "".join(pieces)


def _put(mark: list[str], parts: dict[str, str], values: dict[str, Any]) -> str:
    kind, *names = mark
    if kind == "part":
        return parts[names[0]]
    if kind == "slot":
        return slots.slot(names[0], **{name: values[name] for name in names[1:]})
    return _token()


def _token() -> str:
    """This browser's CSRF token. It is good as long as the secret in its cookie, so signed once."""
    secret = session.get("csrf_token")
    if secret is None:
        return str(generate_csrf())
    (token,) = shelf.get(("csrf", secret), lambda: (str(generate_csrf()),))
    return token
