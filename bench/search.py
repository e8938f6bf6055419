"""How fast search is on a generated site: `python -m bench search`.

The text is made up here, from a seed, with the word frequencies of real prose. Queries, the quick
switcher and a single save are timed while other saves go on, and as a person who may not read every
space. Times are milliseconds of this machine.
"""

import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

from essp.search.backends.whoosh import WhooshIndex
from essp.search.documents import Access, Document
from essp.search.facets import MOST
from essp.search.query import parse

SYLLABLES = re.findall(
    r"\w+",
    "net trans port sta tion ka bel span ning meet data con tract klant vraag aan slui ting len ver "
    "mo gen druk gas veld stroom be heer plan ning werk ploeg sto ring dienst re gel wet over leg",
)
FUNCTION = re.findall(
    r"\w+", "the of and to in a is that for it de het een van en op is dat te voor"
)
SPACES = 40
CLOSED = 8  # of them, which only their members read


class Site:
    """Generated documents: the same for the same number of pages."""

    def __init__(self, pages: int, people: int) -> None:
        self.random = random.Random(20260101)
        self.pages, self.people = pages, people
        vocabulary = {self._word() for _ in range(60_000)}
        self.vocabulary = sorted(vocabulary)
        self.random.shuffle(self.vocabulary)
        self.weights = list(accumulate(1 / (n + 3) for n in range(len(self.vocabulary))))

    def _word(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 2, 3, 3, 4))))

    def words(self, count: int) -> list[str]:
        """Running text: every third word a function word, the rest by falling frequency."""
        told = self.random.choices(self.vocabulary, cum_weights=self.weights, k=count)
        return [self.random.choice(FUNCTION) if n % 3 == 0 else word for n, word in enumerate(told)]

    def page(self, number: int, updated: datetime) -> Document:
        """One page, from a few lines to a long one."""
        length = min(3_000, int(self.random.lognormvariate(5.6, 0.9)))
        space = number % SPACES
        return Document(
            key=f"page:{number}", kind="page", space_id=space, open=False,
            title=" ".join(self.words(self.random.randint(2, 6))).capitalize(),
            headings=" ".join(self.words(12)), body=" ".join(self.words(length)),
            topics=(self.random.choice(self.vocabulary[:300]),),
            authors=(f"Persoon {number % self.people}", f"persoon-{number % self.people}"),
            language=("en", "nl")[number % 2], updated=updated, space=f"space-{space}",
        )  # fmt: skip

    def documents(self) -> Iterator[Document]:
        """Everything there is on the site."""
        start = datetime(2025, 1, 1, tzinfo=UTC)
        for number in range(self.pages):
            yield self.page(number, start + timedelta(minutes=20 * number))
        for number in range(self.people):
            name = f"{self._word().capitalize()} {self._word().capitalize()}"
            yield Document(
                key=f"person:{number}", kind="person", space_id=None, open=True, title=name,
                headings="", body=" ".join(self.words(20)), topics=(),
                authors=(name, f"persoon-{number}"), language="nl", updated=start,
            )  # fmt: skip

    def query(self) -> str:
        """What somebody might type: two or three words, now and then something else."""
        told = self.random.choices(self.vocabulary[:20_000], cum_weights=self.weights[:20_000], k=3)
        return self.random.choice(
            (
                " ".join(told[:2]), " ".join(told[:2]), " ".join(told), told[0],
                f'"{told[0]} {told[1]}"', f"{told[0]} -{told[1]}", f"{told[0]} space:space-20",
                f"{told[0]} after:2025-03", f"author:persoon-{self.random.randrange(50)}",
                f"the {told[0]} of {told[1]}",
            )
        )  # fmt: skip


def run(pages: int = 20_000) -> Iterator[tuple[str, str]]:
    """Build an index of so many pages, ask, save, and ask again."""
    site = Site(pages, people=pages // 4)
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder) / "index")
        began = time.perf_counter()
        count = index.rebuild(site.documents(), lambda keys: [])
        told = time.perf_counter() - began
        yield "rebuild", f"{told:.0f} s, {1000 * told / count:.1f} ms a document, {count} of them"
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        yield "index on disk", f"{size / 2**20:.0f} MB"
        yield from ask(site, index)


def ask(site: Site, index: WhooshIndex) -> Iterator[tuple[str, str]]:
    """The questions, before and while saves go on."""
    most = Access(frozenset(range(SPACES)))
    some = Access(frozenset(range(CLOSED, SPACES)) | {3})
    for name, access in (("reads all spaces", most), ("reads 33 of 40 spaces", some)):
        yield row(f"first question, {name}", 1, partial(_first, index, access))
        yield row(f"search, {name}", 300, partial(_search, site, index, access))
        yield row(f"search and facets, {name}", 100, partial(_faceted, site, index, access))
        yield row(f"quick switcher, {name}", 300, partial(_switch, site, index, access))
    yield row("did you mean", 60, lambda: _misspelled(site, index, some))
    numbers = iter(range(10_000))
    yield row("one save into the index", 30, lambda: _save(site, index, next(numbers)))
    yield row("search after a save", 30, lambda: _after_save(site, index, some, next(numbers)))
    yield row("search, after the saves", 200, lambda: _search(site, index, some))
    batch = [site.page(n, datetime.now(UTC)) for n in range(200)]
    yield row("a batch of 200 saves", 1, lambda: timed(lambda: index.write(batch)))
    yield row("tidy", 1, lambda: timed(index.tidy))


def _first(index: WhooshIndex, access: Access) -> float:
    index.close()
    return timed(lambda: (index.search(parse("net"), access), index.switch("net", access)))


def _search(site: Site, index: WhooshIndex, access: Access) -> float:
    query = parse(site.query())
    return timed(lambda: index.search(query, access))


def _faceted(site: Site, index: WhooshIndex, access: Access) -> float:
    """What the facets are counted over, with two filters in use: both choices left out in turn."""
    query = parse(site.query())
    chosen = parse(f"{query.text} space:space-20 author:persoon-7")
    asked = [chosen, parse(f"{query.text} space:space-20"), parse(f"{query.text} author:persoon-7")]
    return timed(lambda: [index.search(each, access, sample=MOST) for each in asked])


def _switch(site: Site, index: WhooshIndex, access: Access) -> float:
    word = site.random.choice(site.vocabulary[:5_000])
    typed = word[: site.random.randint(1, 7)]
    return timed(lambda: index.switch(typed, access))


def _misspelled(site: Site, index: WhooshIndex, access: Access) -> float:
    word = site.random.choice(site.vocabulary[:5_000])
    query = parse(word[:2] + word[3:] + "x")
    return timed(lambda: index.suggest(query, access))


def _save(site: Site, index: WhooshIndex, number: int) -> float:
    page = site.page(number, datetime.now(UTC))
    return timed(lambda: index.write([page]))


def _after_save(site: Site, index: WhooshIndex, access: Access, number: int) -> float:
    index.write([site.page(number, datetime.now(UTC))])
    return _search(site, index, access)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds one piece of work takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def row(name: str, times: int, work: Callable[[], float]) -> tuple[str, str]:
    """Median and 95th percentile of so many goes, each giving its own time."""
    found = sorted(work() for _ in range(times))
    p95 = found[min(len(found) - 1, int(0.95 * len(found)))]
    if times == 1:
        return name, f"{found[0]:.1f} ms"
    return name, f"median {found[len(found) // 2]:.1f} ms, 95th percentile {p95:.1f} ms"
