"""What each change of a page newly wrote, told from what the page's authorship remembers.

Authorship keeps every word that stands and the words that were removed, each with the change it came
with. Where nothing was forgotten and nothing copied that is enough, and no revision need be read; a
word that came back may count twice. To make all anew that is close enough, and many times as quick.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from essp.core.db import session
from essp.core.text.authorship import NOBODY
from essp.core.text.authorship import Authorship as Words
from essp.core.text.tokens import line_words
from essp.wiki.models import Authorship, Page, Revision
from essp.wiki.texts import kept_text

SURELY_REMEMBERED = (
    1_800  # removed words, of all changes together, of which none was ever forgotten
)
SHORTEST_COPY = 8  # words in a row

Added = dict[int, dict[int, list[str]]]


def remembered(page: Page) -> Added | None:
    """By number of the change, the words it newly wrote by who wrote them; None where that is not sure."""
    kept = session().get(Authorship, page.id)
    if kept is None or kept.number != page.revision_number:
        return None
    rows = session().execute(
        select(Revision.number, Revision.words_added, Revision.words_removed).where(
            Revision.page_id == page.id
        )
    )
    sizes = {number: (added, removed) for number, added, removed in rows}
    if sum(removed for _added, removed in sizes.values()) > SURELY_REMEMBERED:
        return None
    added = _words(Words.loads(kept.state), kept_text(page, page.revision_number))
    for number, words in added.items():
        # A few more are words that two versions had in common by chance; many were copied later, or
        # stood on another page before.
        if sum(map(len, words.values())) >= sizes.get(number, (0, 0))[0] + SHORTEST_COPY:
            return None
    return added


def _words(state: Words, text: str) -> Added:
    found: Added = defaultdict(lambda: defaultdict(list))
    standing = (word for line in text.split("\n") for word in line_words(line))
    for word, credit in zip(standing, state.credits, strict=True):
        if credit.author != NOBODY:
            found[credit.revision][credit.author].append(word)
    for passage in state.removed:
        for word, credit in zip(passage.words, passage.credits, strict=True):
            if credit.author != NOBODY:
                found[credit.revision][credit.author].append(word)
    return found
