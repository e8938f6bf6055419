"""A person as a vCard 4.0, for address books (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from essp.people.field_models import Kind
from essp.people.models import Person
from essp.people.seeing import Shown
from essp.people.sorting import parts_of
from essp.people.spoken import code_of

LINE = 75  # octets of a line, without what ends it


def vcard(person: Person, answers: Iterable[Shown], *, organisation: str, url: str) -> str:
    """The card; of the fields only telephone numbers and links, as far as they are given here."""
    given, before, surname = parts_of(person.name)
    family = f"{before} {surname}".strip()
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        f"UID:{url}",
        f"FN:{_text(person.name)}",
        f'N;SORT-AS="{_quoted(surname)},{_quoted(given)}":{_text(family)};{_text(given)};;;',
        f"ORG:{_text(organisation)};{_text(person.department)}",
        *_said("TITLE", person.job_title),
    ]
    if person.email and person.active:
        lines.append(f"EMAIL;TYPE=work:{_text(person.email)}")
    for shown in answers:
        if shown.kind is Kind.PHONE:
            lines.append(f'TEL;VALUE=uri;TYPE="work,voice":tel:{_telephone(str(shown.value))}')
        elif shown.kind is Kind.LINK:
            lines.append(f"URL:{_uri(str(shown.value))}")
    if person.location:
        lines.append(f"ADR;TYPE=work:;;;{_text(person.location)};;;")
    for place, code in enumerate(filter(None, map(code_of, person.speaks or ())), start=1):
        lines.append(f"LANG;PREF={place}:{code}")
    lines += _said("TZ", person.time_zone)
    lines += [f"URL;TYPE=work:{_uri(url)}", "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """A line of any length in pieces of at most 75 octets, none of which cuts a letter in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])


def _said(name: str, value: str) -> list[str]:
    return [f"{name}:{_text(value)}"] if value else []


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", _visible(escaped))


def _quoted(value: str) -> str:
    return _visible(value).replace('"', "'").replace("\n", " ").replace(",", " ")


def _uri(value: str) -> str:
    return re.sub(r"[\s\\]", "", _visible(value))


def _telephone(value: str) -> str:
    number, _mark, extension = re.sub(r"(?i)(ext\.?|tst\.?|x)", "x", value).partition("x")
    digits = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    inner = re.sub(r"\D", "", extension)
    return f"{digits};ext={inner}" if inner else digits


def _visible(value: str) -> str:
    return "".join(c for c in value if c == "\n" or c.isprintable())
