"""A shelf of finished HTML: what is the same for many requests is drawn once and kept in memory.

What is put on it carries all it was made of in its key, so nothing on it ever has to be thrown away
because it is wrong; the oldest unused pieces make room. What differs from request to request (a CSRF
token, a slot) is a mark in the piece, and filled in when the piece is taken from the shelf. A slot that
lasts (see `slots.lasting`) is filled once for all that is told of the piece.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sized
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar, cast

from flask import Flask, g, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from essp.core import i18n, slots
from essp.core.reader import reader

Pieces = TypeVar("Pieces", bound=tuple[Sized, ...])

LARGEST = 64_000_000
# Nobody who writes a text can know it, so no text holds a mark.
MARK = f"\ue000{secrets.token_hex(8)} "
END = "\ue000"


class Mark(NamedTuple):
    """Where something is put for each request: a `part`, a `slot` with the names of its values, or a
    `csrf` token."""

    kind: str
    name: str = ""
    values: tuple[str, ...] = ()


class Cut:
    """A drawn piece, cut at its marks, its text as it goes out."""

    __slots__ = ("parts", "size")

    def __init__(self, parts: tuple[bytes | Mark, ...], size: int) -> None:
        self.parts = parts
        self.size = size

    def __len__(self) -> int:
        """What it takes on the shelf."""
        return self.size


class Shelf:
    """Pieces of HTML by key, drawn together; in all at most `LARGEST` characters."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.size = 0
        self.pieces: OrderedDict[Hashable, tuple[Sized, ...]] = OrderedDict()
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
    """Give templates the words `shell`, `stamped`, `slot` and `csrf_token`: the last two leave marks in
    a piece."""
    words = {"shell": shell, "stamped": stamped, "slot": _slot, "csrf_token": _csrf_token}
    app.jinja_env.globals.update(words)
    app.context_processor(lambda: {"csrf_token": _csrf_token})


def shell(part: str, nav: str = "", sign_out: bool = True) -> Markup:
    """A part of the frame around every screen, as this reader sees it."""
    (html,) = shelf.get(
        ("shell", part, nav, sign_out, *_looks()),
        lambda: (draw(f"shell/{part}.html", nav=nav, sign_out=sign_out),),
    )
    return finished(html, me=reader())


def stamped(template: str, /, **values: Any) -> Markup:
    """A part that is the same for many things but for their ids and slugs: drawn once, with places for
    these, and given them each time. Other values are a part of what was drawn."""
    plain = {name: value for name, value in values.items() if _is_plain(value)}
    others = {name: value for name, value in values.items() if name not in plain}
    places = {name: f"STAMP{name.upper()}PMATS" for name in plain}
    (html,) = shelf.get(
        ("stamp", template, *plain, *others.items(), i18n.language(), request.script_root),
        lambda: (draw(template, **others, **places),),
    )
    for name, value in plain.items():
        html = html.replace(places[name], value)
    return finished(html)


def _is_plain(value: object) -> bool:
    """Whether a value stands in HTML and in addresses just as it is, and is none of the places."""
    if not isinstance(value, str) or not value.isascii():
        return False
    return value == value.lower() and value.replace("-", "").isalnum()


def framed(template: str, shown: Mapping[str, Any], **parts: str | Cut) -> bytes | str:
    """A whole screen. Its template is drawn once for each reader, and these parts, which must be
    HTML, are put into it for each request: they and what is `shown` in slots are all that it may show
    of what was asked for."""
    shown = {**shown, "me": reader()}
    if "_flashes" in session:
        whole = {name: Markup(_filled(_cut(part), {}, shown)) for name, part in parts.items()}  # noqa: S704 - drawn
        return render_template(template, **whole)
    (frame,) = shelf.get(
        ("frame", template, *_looks()),
        lambda: (cut(draw(template, **{name: _mark(f"part {name}") for name in parts})),),
    )
    return b"".join(_flow(frame, parts, shown))


def draw(template: str, **values: Any) -> str:
    """A piece for the shelf: marks stand where its CSRF tokens and its slots go."""
    with _drawing():
        return render_template(template, **values)


def finished(html: str, **values: Any) -> Markup:
    """A piece of the shelf for this request. The slots in it are given those of the values that its
    template names."""
    return Markup(html if g.get("drawing") else _filled(cut(html), {}, values))  # noqa: S704 - drawn


def cut(html: str) -> Cut:
    """A drawn piece, ready to be put together."""
    first, *rest = html.split(MARK)
    parts: list[bytes | Mark] = [first.encode()]
    for each in rest:
        mark, _end, text = each.partition(END)
        kind, *names = mark.split(" ")
        parts += (Mark(kind, "".join(names[:1]), tuple(names[1:])), text.encode())
    return Cut(tuple(part for part in parts if part), len(html))


def settled(piece: Cut, told: Hashable, shown: Mapping[str, Any]) -> Cut:
    """The piece with its lasting slots filled from what is `shown`. `told` is all that these are made
    of besides the piece itself; they are filled once for each."""
    (found,) = shelf.get((piece, told), lambda: (_settle(piece, shown),))
    return found


def _settle(piece: Cut, values: Mapping[str, Any]) -> Cut:
    parts: list[bytes | Mark] = []
    size = 0
    for part in piece.parts:
        if isinstance(part, Mark) and part.kind == "slot" and slots.is_lasting(part.name):
            with _drawing():
                filling = cut(_slotted(part, values))
            parts += filling.parts
            size += filling.size
        else:
            parts.append(part)
    return Cut(tuple(parts), size)


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


def _slot(name: str, /, **values: Any) -> Markup:
    if not g.get("drawing"):
        return slots.slot(name, **values)
    return _mark(" ".join(("slot", name, *values))) if slots.is_filled(name) else Markup()


def _csrf_token() -> str:
    return _mark("csrf") if g.get("drawing") else str(generate_csrf())


def _filled(piece: Cut, parts: Mapping[str, str | Cut], values: Mapping[str, Any]) -> str:
    return b"".join(_flow(piece, parts, values)).decode()


def _flow(piece: Cut, parts: Mapping[str, str | Cut], values: Mapping[str, Any]) -> list[bytes]:
    found: list[bytes] = []
    for each in piece.parts:
        if isinstance(each, bytes):
            found.append(each)
        elif each.kind == "slot":
            found.append(_slotted(each, values).encode())
        elif each.kind == "csrf":
            found.append(_token().encode())
        else:
            found += _flow(_cut(parts[each.name]), {}, values)
    return found


def _cut(part: str | Cut) -> Cut:
    return part if isinstance(part, Cut) else Cut((part.encode(),), 0)


def _slotted(mark: Mark, values: Mapping[str, Any]) -> str:
    return slots.slot(mark.name, **{name: values[name] for name in mark.values})


def _token() -> str:
    """This browser's CSRF token. It is good as long as the secret in its cookie, so signed once."""
    secret = session.get("csrf_token")
    if secret is None:
        return str(generate_csrf())
    (token,) = shelf.get(("csrf", secret), lambda: (str(generate_csrf()),))
    return token
