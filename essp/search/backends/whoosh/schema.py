"""What of a document goes into which field of the Whoosh index.

A word is looked for in two fields only: the stems of titles, and the stems of everything, in which
headings and topics count several times. Phrases, beginnings and spelling use the words as they
were written. Texts are cut here and not by the engine, so that no code of ours ends up in its
files. The text itself stays in the database.
"""

from datetime import UTC, datetime
from typing import Any

from essp.search.backends.stemming import stems
from essp.search.backends.whoosh.engine import IDAnalyzer, fields
from essp.search.documents import Document
from essp.search.words import FUNCTION_WORDS, squeezed, words

HEADING_WEIGHT = 2  # on top of once as running text
TOPIC_WEIGHT = 3
LONGEST_BODY = 200_000  # words; a page of 1 MB holds fewer


def make_schema() -> Any:
    """A new schema; the engine keeps a copy of it in its table of contents."""
    plain = IDAnalyzer()
    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        card=fields.STORED,
        kind=fields.ID,
        gate=fields.ID,
        space=fields.ID,
        exact=fields.ID,
        authors=fields.ID,
        topics=fields.ID,
        marks=fields.ID,
        title=fields.TEXT(analyzer=plain, phrase=True),
        words=fields.TEXT(analyzer=plain, phrase=True),
        title_stems=fields.TEXT(analyzer=plain, phrase=False),
        stems=fields.TEXT(analyzer=plain, phrase=False),
    )


def row_of(document: Document) -> dict[str, Any]:
    """The fields of one document as the engine takes them."""
    title, body = words(document.title), words(document.body)[:LONGEST_BODY]
    return {
        "key": document.key,
        "card": (
            document.kind,
            document.gate,
            document.title,
            document.stamp,
            minutes_of(document.updated),
        ),
        "kind": document.kind,
        "gate": document.gate,
        "space": document.space.casefold() or None,
        "exact": _exact(document) or None,
        "authors": names_of(document.authors) or None,
        "topics": names_of(document.topics) or None,
        "marks": list(dict.fromkeys(document.marks)) or None,
        "title": title or None,
        "words": body or None,
        "title_stems": _stems(title, document.language) or None,
        "stems": _weighted(document, title, body) or None,
    }


def minutes_of(moment: datetime) -> int:
    """Minutes since 1970, UTC, which fit the index for four thousand years."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() // 60)


def names_of(names: tuple[str, ...]) -> list[str]:
    """Everything by which a name may be asked for: whole, with dashes, and word by word."""
    found: list[str] = []
    for name in names:
        parts = words(name)
        found += [squeezed(name), "-".join(parts), " ".join(parts), *parts]
    return list(dict.fromkeys(part for part in found if part))


def _exact(document: Document) -> list[str]:
    names = document.authors if document.kind == "person" else ()
    return list(dict.fromkeys(filter(None, map(squeezed, (document.title, *names)))))


def _stems(found: list[str], language: str) -> list[str]:
    return [stem for word in found for stem in stems(word, language)]


def _weighted(document: Document, title: list[str], body: list[str]) -> list[str]:
    """All words that carry meaning as stems, those of headings and topics several times."""
    told = title + body + HEADING_WEIGHT * words(document.headings)
    for name in document.topics:
        told += TOPIC_WEIGHT * words(name)
    for name in document.authors:
        told += words(name)
    return _stems([word for word in told if word not in FUNCTION_WORDS], document.language)
