"""Every sentence a person reads is there in Dutch, whole and with the same values in it."""

from __future__ import annotations

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from essp.core.i18n import FOLDER
from tests.house.code import ROOT, calls, modules, named, templates, told

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "lazy": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
Message = str | tuple[str, ...]


@cache
def sentences() -> tuple[tuple[str, str, str | None], ...]:
    """Every English sentence wherever it is said: the place, the sentence, its plural."""
    said_in_code = (each for path in modules() for each in _in_code(path))
    return (*said_in_code, *(each for path in templates() for each in _in_template(path)))


@cache
def spoken() -> dict[str, tuple[str, str | None]]:
    """Every English sentence in code and templates: where it stands, and its plural."""
    return {singular: (place, plural) for place, singular, plural in sentences()}


def _in_code(path: Path) -> Iterator[tuple[str, str, str | None]]:
    for call, name in calls(path):
        if name in KEYWORDS and isinstance(call.func, ast.Name):
            words = [each.value for each in call.args if isinstance(each, ast.Constant)]
            if words and isinstance(words[0], str):
                plural = words[1] if name == "ngettext" else None
                yield f"{named(path)}:{call.lineno}", words[0], plural


def _in_template(path: Path) -> Iterator[tuple[str, str, str | None]]:
    options = {"extensions": "jinja2.ext.do", "trimmed": "true"}
    file = io.BytesIO(path.read_bytes())
    found = extract("jinja2.ext:babel_extract", file, KEYWORDS, (), options)
    for line, message, _comments, _context in found:
        place = f"{named(path)}:{line}"
        if isinstance(message, tuple):
            singular, plural = str(message[0]), message[1] if len(message) > 1 else None
            yield place, singular, str(plural) if isinstance(plural, str) else None
        else:
            yield place, str(message), None


@cache
def fragments() -> dict[str, Catalog]:
    """The fragments of the Dutch catalogue by file."""
    return {
        named(path): read_po(io.BytesIO(path.read_bytes()), locale="nl")
        for path in sorted((FOLDER / "nl").glob("*.po"))
    }


@cache
def dutch() -> dict[str, list[tuple[str, str | None, tuple[str, ...]]]]:
    """By English sentence: fragment, English plural, and the Dutch forms."""
    found: dict[str, list[tuple[str, str | None, tuple[str, ...]]]] = defaultdict(list)
    for name, fragment in fragments().items():
        for message in fragment:
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            plural = ids[1] if len(ids) > 1 else None
            found[ids[0]].append((name, plural, tuple(str(each or "") for each in texts)))
    return dict(found)


def test_sentences_are_found_in_code_and_in_templates() -> None:
    places = {place.split("/")[0] for place, _plural in spoken().values()}
    assert {"essp", "templates"} <= places


def test_every_sentence_is_there_in_dutch() -> None:
    faults = []
    for english, (place, plural) in spoken().items():
        found = dutch().get(english, [])
        if not any(all(texts) and known == plural for _name, known, texts in found):
            faults.append(f"{place}: {english!r}" + (f" / {plural!r}" if plural else ""))
    told(faults, "the Dutch sentence in essp/core/translations/nl, with every form of a plural.")


def test_the_dutch_has_the_same_values_in_it() -> None:
    faults = []
    for english, found in dutch().items():
        for name, plural, texts in found:
            wanted = set(PLACEHOLDER.findall(english)) | set(PLACEHOLDER.findall(plural or ""))
            for text in texts:
                given = set(PLACEHOLDER.findall(text))
                missing = wanted - given - ({"num"} if plural else set())
                if text and (missing or given - wanted):
                    faults.append(f"{name}: {english!r}: {sorted(wanted ^ given)}")
    told(faults, "the placeholders of the English sentence, each once.")


def test_a_sentence_has_one_translation() -> None:
    faults = [
        f"{english!r}: {sorted({texts for _name, _plural, texts in found})}"
        for english, found in dutch().items()
        if len({texts for _name, _plural, texts in found}) > 1
    ]
    told(faults, "the same Dutch wherever the sentence stands, or two English sentences.")


def test_the_catalogue_holds_nothing_doubtful_or_outlived() -> None:
    faults = [
        f"{name}: {message.id!r} is {'fuzzy' if message.fuzzy else 'obsolete'}"
        for name, fragment in fragments().items()
        for message in [*fragment, *fragment.obsolete.values()]
        if message.id and (message.fuzzy or message in fragment.obsolete.values())
    ]
    faults += [
        f"{found[0][0]}: {english!r} is said nowhere"
        for english, found in dutch().items()
        if english not in spoken()
    ]
    told(faults, "translate it anew, or take it out.")


def test_the_catalogue_lies_where_the_application_reads_it() -> None:
    assert FOLDER.is_relative_to(ROOT) and fragments()


def test_no_sentence_is_said_both_with_a_plural_and_without() -> None:
    """The catalogue keeps one of the two, and the other is then shown in English."""
    plurals: dict[str, set[bool]] = {}
    for _place, singular, plural in sentences():
        plurals.setdefault(singular, set()).add(plural is None)
    both = [repr(singular) for singular, ways in plurals.items() if len(ways) == 2]
    told(both, "two sentences that differ in English too.")
