"""A small library of documents to search in, and short ways to ask it."""

from datetime import UTC, datetime

from essp.search.backends.whoosh import WhooshIndex
from essp.search.documents import Access, Document, Kind
from essp.search.languages import language_of
from essp.search.query import parse

NOBODY = Access()
MEMBER = Access(spaces=frozenset({7}))
ALL = Access(everything=True)


def document(
    key: str,
    title: str,
    body: str = "",
    *,
    closed_in: int | None = None,
    headings: str = "",
    topics: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
    space: str = "",
    updated: datetime = datetime(2025, 6, 1, 12, 0, tzinfo=UTC),
) -> Document:
    """A document of the kind its key names, open to all unless it is closed in a space."""
    kinds: dict[str, Kind] = {"page": "page", "person": "person", "space": "space"}
    return Document(
        key=key,
        kind=kinds[key.partition(":")[0]],
        space_id=closed_in if closed_in is not None else 1,
        open=closed_in is None,
        title=title,
        headings=headings,
        body=body,
        topics=topics,
        authors=authors,
        language=language_of(f"{title} {body}"),
        updated=updated,
        space=space,
    )


def found(index: WhooshIndex, typed: str, access: Access = NOBODY, limit: int = 10) -> list[str]:
    """The keys of what a search finds, best first."""
    return [hit.key for hit in index.search(parse(typed), access, limit).items]


def meant(index: WhooshIndex, typed: str, access: Access = NOBODY) -> str | None:
    """The corrected text of a query, if there is one."""
    query = index.suggest(parse(typed), access)
    return query.text if query is not None else None


def jumped(index: WhooshIndex, typed: str, access: Access = NOBODY) -> list[str]:
    """The titles the quick switcher offers."""
    return [entry.title for entry in index.switch(typed, access)]


LIBRARY = [
    document(
        "page:1", "Transport indicator",
        "The transport indicator of a station is calculated every week by the planner.",
        authors=("Wouter Dijkgraaf", "wouter-dijkgraaf"), topics=("Headroom",), space="congestion",
    ),
    document(
        "page:2", "Kabels onder de straat",
        "De kabels liggen onder de straat en de transportindicator van het station is nul.",
        authors=("Femke de Boer", "femke-de-boer"), topics=("Kabels", "Headroom"), space="ops",
        updated=datetime(2025, 9, 1, tzinfo=UTC),
    ),
    document(
        "page:3", "Letters to customers",
        "Name the station and the expected year. A letter never names a month. " * 5
        + "The indicator is for planners, transport is for drivers.",
        headings="Tone Expected year", space="customers", updated=datetime(2024, 2, 1, tzinfo=UTC),
    ),
    document(
        "page:4", "Station", "Short.", space="ops", updated=datetime(2023, 2, 1, tzinfo=UTC)
    ),
    document("page:5", "Reorganisation", "The zebravink project moves to Almelo.", closed_in=7),
    document("page:6", "Onderhoud van stations", "Het onderhoud van de stations en de kabel."),
    document("person:1", "Femke de Boer", "Lead of the congestion desk", authors=("Femke de Boer", "femke-de-boer")),
    document("space:1", "Congestion management", "Everything about a full net"),
]  # fmt: skip
