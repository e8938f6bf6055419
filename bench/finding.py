"""How fast people are found: `python -m bench finding`.

On the generated site of 20,000 pages, 200,000 revisions and 5,000 people: what gathering all of it anew
costs, a question of one word, of three and of a dozen with all the evidence of ten people, of the words that
occur most, and how soon an edit counts. Processor time. `ESSP_BENCH_PAGES` asks for a smaller site.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from bench.site import Size, Writer, site
from essp.core.db import session, transaction
from essp.expertise.finding import find
from essp.expertise.gathering import gather_page
from essp.expertise.rebuilding import rebuild
from essp.people.models import Person
from essp.wiki.editing import edit_page, locked
from essp.wiki.models import Page
from essp.wiki.texts import text_of

ROUNDS = 60
LENGTHS = {"one word": 1, "three words": 3, "a dozen words": 12}


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    size = Size()
    if pages := int(os.environ.get("ESSP_BENCH_PAGES", "0")):
        size = Size(pages=pages, people=max(pages // 4, 10))
    app = site(size)
    with app.app_context():
        begun, started = time.process_time(), time.perf_counter()
        works = rebuild()
        rows = [
            ("pages", f"{session().scalar(select(func.count(Page.id)))}"),
            (
                "gathering all anew",
                f"{time.process_time() - begun:.0f} s, {time.perf_counter() - started:.0f} s by the clock, "
                f"{works} pieces of work",
            ),
        ]
        reader = session().scalars(select(Person).order_by(Person.id).limit(1)).one()
        chance, vocabulary = random.Random(7), Writer(7).vocabulary
        questions = {
            name: [" ".join(chance.sample(vocabulary[:8_000], length)) for _ in range(ROUNDS)]
            for name, length in LENGTHS.items()
        }
        questions["a very common word"] = vocabulary[:ROUNDS]
        questions["three of them"] = [" ".join(vocabulary[at : at + 3]) for at in range(ROUNDS)]
        for name, asked in questions.items():
            rows.append((f"a question of {name}", _figures([_asking(reader, q) for q in asked])))
        rows.append(("an edit until it counts", _figures(_edits(reader))))
    return rows


def _asking(reader: Person, question: str) -> Callable[[], object]:
    return lambda: find(reader, question)


def _edits(reader: Person) -> list[Callable[[], object]]:
    pages = session().scalars(select(Page).order_by(Page.id).limit(8)).all()

    def edit(page: Page) -> Callable[[], object]:
        def save() -> None:
            with transaction():
                held = locked(page)
                text = f"{text_of(held)}\n\nOne more sentence about this.\n"
                edit_page(reader, held, text=text, based_on=held.revision_number)
            gather_page.run([{"page_id": page.id}])

        return save

    return [edit(page) for page in pages]


def _figures(deeds: Sequence[Callable[[], object]]) -> str:
    """The median and the 95th percentile, the first one being to get warm."""
    took = []
    for deed in deeds:
        begun = time.process_time()
        deed()
        took.append(1000 * (time.process_time() - begun))
    took = sorted(took[1:])
    median, high = (took[len(took) * part // 100] for part in (50, 95))
    return f"{median:.0f} ms, 95th percentile {high:.0f} ms"
