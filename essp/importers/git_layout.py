"""The pages of a history laid out: which there are, their titles, their tree, where links lead."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from essp.core.ids import key_of
from essp.importers.git_blobs import Blobs, BrokenObjectError
from essp.importers.git_pages import Track, Walk
from essp.importers.git_spool import Spool
from essp.importers.ledger import Ledger, Note, Outcome
from essp.importers.page_links import LinkMap
from essp.importers.page_tree import folders_without_page, parents, tree_order
from essp.importers.records import LARGEST_PAGE, KnownPage, SourcePage
from essp.importers.selection import Selection, stem
from essp.importers.text_source import PageSource, read_page, title_of

LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page to be read: its track and where that leaves the wanted ones.

    `own_title` is what the last text calls itself, `title` what the page is called, which may have
    had to give way to another page's, and `link_title` what links call it.
    """

    track: Track
    leaves: int | None
    own_title: str
    title: str
    link_title: str
    revisions: int

    @property
    def archived(self) -> bool:
        """Whether the source no longer has it."""
        return self.leaves is not None or not self.track.last_live


def read_source(blobs: Blobs, path: str, blob: str) -> PageSource | Outcome:
    """The page of a file, or why there is none: it is too large, or cannot be read."""
    try:
        _size, content = blobs.size_and_bytes(blob, LARGEST_PAGE)
    except BrokenObjectError:
        return Outcome.UNREADABLE
    return Outcome.TOO_LARGE if content is None else read_page(content, path)


class Layout:
    """All pages of one walk, once it has come to its end."""

    def __init__(
        self, walk: Walk, spool: Spool, blobs: Blobs, selection: Selection, ledger: Ledger
    ) -> None:
        self._walk = walk
        self._spool = spool
        self._blobs = blobs
        self._selection = selection
        self._ledger = ledger
        self.links = LinkMap(selection.folder)
        self.plans: dict[str, PagePlan] = {}

    def make(self, known: Mapping[str, KnownPage], taken_titles: Iterable[str]) -> None:
        """Give every page its title, count what touched it, and learn where links lead."""
        taken = {key_of(page.title) for page in known.values()} | {*map(key_of, taken_titles)}
        for track in sorted(self._walk.pages(), key=lambda one: (not one.last_live, one.last_path)):
            leaves = self._spool.leaves(track.number, track.held)
            own = self._last_title(track, leaves)
            before = known.get(track.key)
            if before is not None and before.own_title == own:
                title = before.title
            else:
                title = self._free_title(own, track.last_path, taken)
            link_title = before.link_title if before is not None else title
            taken.add(key_of(title))
            outcomes = self._spool.outcomes(track.number, leaves)
            self._count(outcomes)
            revisions = outcomes.get(Outcome.REVISION, 0)
            self.plans[track.key] = PagePlan(track, leaves, own, title, link_title, revisions)
        self._learn_links()

    def pages(self) -> list[SourcePage]:
        """Every page after the one it hangs under."""
        live = {plan.track.last_path: key for key, plan in self.plans.items() if not plan.archived}
        paths = {key: plan.track.last_path for key, plan in self.plans.items()}
        above = parents(paths.values(), live)
        under = {key: _key_above(path, above, live) for key, path in paths.items()}
        self._name_folders(live, under)
        return [
            SourcePage(
                key=key,
                path=paths[key],
                own_title=self.plans[key].own_title,
                title=self.plans[key].title,
                link_title=self.plans[key].link_title,
                parent_key=under[key],
                archived=self.plans[key].archived,
                revisions=self.plans[key].revisions,
                fingerprint=self._fingerprint(self.plans[key]),
            )
            for key in tree_order(under, paths)
        ]

    def _name_folders(self, live: Mapping[str, str], under: Mapping[str, str | None]) -> None:
        """Say of each folder without a page of its own where its pages stand."""
        for folder, path in folders_without_page(live).items():
            above = under[live[path]]
            if folder != self._selection.folder:
                where = self.plans[above].title if above is not None else ""
                self._ledger.note(Note.FOLDER, folder, detail=where)

    def _fingerprint(self, plan: PagePlan) -> str:
        digest = hashlib.sha256()
        for planned in self._spool.revisions(plan.track.number, plan.leaves):
            said = (planned.kind.value, planned.told.sha, planned.path, planned.blob)
            digest.update("\0".join(said).encode("utf-8", "surrogatepass") + b"\n")
        return digest.hexdigest()

    def _count(self, outcomes: Mapping[Outcome, int]) -> None:
        """Every touch is counted now; a revision gets its outcome when it is read."""
        for outcome, times in outcomes.items():
            self._ledger.counts["touches"] += times
            if outcome is not Outcome.REVISION:
                self._ledger.outcomes[outcome] += times

    def _learn_links(self) -> None:
        titles = {plan.track.number: plan.link_title for plan in self.plans.values()}
        for path, track in self._walk.paths().items():
            if track.number in titles:
                self.links.add(path, titles[track.number])

    def _last_title(self, track: Track, leaves: int | None) -> str:
        """What the last readable text calls itself, or a title made of the file's name."""
        for path, blob in self._spool.latest_blobs(track.number, leaves):
            source = read_source(self._blobs, path, blob)
            if isinstance(source, PageSource):
                return source.title
        return title_of(track.last_path)

    def _free_title(self, title: str, path: str, taken: set[str]) -> str:
        """The title, or the title with its folder, its path or a number when it is taken."""
        inside = stem(self._selection.inside(path))
        folder = inside.rpartition("/")[0].rpartition("/")[2]
        choices = [title, f"{title} ({folder})" if folder else title, f"{title} ({inside})"]
        choices += [f"{title} ({number})" for number in range(2, len(taken) + 3)]
        fitting = (one for one in choices if len(one) <= LONGEST_TITLE and key_of(one) not in taken)
        choice = next(fitting)
        if choice != title:
            self._ledger.note(Note.TITLE, path, detail=choice)
        return choice


def _key_above(path: str, above: Mapping[str, str | None], live: Mapping[str, str]) -> str | None:
    parent = above[path]
    return live[parent] if parent is not None else None
