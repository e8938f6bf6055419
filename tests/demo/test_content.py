"""The demonstration organisation holds together: people, spaces, links, times and words."""

import itertools
import re
from collections import Counter, defaultdict
from datetime import date, time, timedelta

import pytest

from essp.core.text.merge import merge, undo
from essp.demo.content import load
from essp.demo.model import Demo, DemoPage

LINK = re.compile(r"\[\[(?:([a-z-]+):(?=\S))?([^\]|#]+)(?:#([^\]|]+))?(?:\|[^\]]*)?\]\]")
MENTION = re.compile(r"(?<![\w.])@([a-z][a-z-]+)")
CODE = re.compile(r"```.*?```", re.DOTALL)
DUTCH = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "en",
        "dat",
        "niet",
        "is",
        "op",
        "voor",
        "met",
        "wat",
        "wie",
        "je",
        "ook",
        "als",
    ]
)
ENGLISH = frozenset(
    [
        "the",
        "a",
        "of",
        "and",
        "that",
        "not",
        "is",
        "on",
        "for",
        "with",
        "what",
        "who",
        "you",
        "also",
        "if",
        "to",
    ]
)


@pytest.fixture(scope="module")
def demo() -> Demo:
    return load()


def prose(page: DemoPage) -> str:
    return CODE.sub("", page.text)


def sentences(page: DemoPage) -> set[str]:
    parts = re.split(r"(?<=[.!?:])\s+|\n", prose(page))
    words = (re.findall(r"\w+", part.lower()) for part in parts)
    return {" ".join(found) for found in words if len(found) > 6}


def test_it_is_read_the_same_every_time(demo: Demo) -> None:
    assert load() == demo


def test_there_are_a_hundred_people_in_eight_departments(demo: Demo) -> None:
    assert len(demo.people) == len({p.handle for p in demo.people}) == 100
    assert len({person.department for person in demo.people}) == 8
    assert {person.role for person in demo.people} == {
        "administrator",
        "community_manager",
        "member",
    }
    assert sum(person.left is not None for person in demo.people) >= 4


def test_there_are_ten_spaces_of_which_one_by_request_and_one_closed(demo: Demo) -> None:
    access = Counter(space.access for space in demo.spaces)
    assert access == {"open": 8, "by_request": 1, "closed": 1}
    assert len({space.slug for space in demo.spaces}) == 10


def test_there_are_150_pages_half_in_each_language(demo: Demo) -> None:
    languages = Counter(page.language for page in demo.pages)
    assert len(demo.pages) >= 150
    assert 0.4 < languages["en"] / len(demo.pages) < 0.6
    assert set(languages) == {"en", "nl"}


def test_a_page_is_written_in_the_language_it_says(demo: Demo) -> None:
    for page in demo.pages:
        words = re.findall(r"[a-z]+", prose(page).lower())
        dutch = sum(word in DUTCH for word in words)
        english = sum(word in ENGLISH for word in words)
        mixed = max(dutch, english) < 2 * min(dutch, english)
        assert mixed or (dutch > english) == (page.language == "nl"), page.slug


def test_some_pages_are_long_and_many_have_many_revisions(demo: Demo) -> None:
    assert sum(len(page.text.split()) >= 4000 for page in demo.pages) >= 3
    assert sum(len(page.revisions) for page in demo.pages) >= 1000
    assert all(2 <= len(page.revisions) <= 26 for page in demo.pages)


def test_every_sort_of_change_occurs(demo: Demo) -> None:
    kinds = {revision.kind for page in demo.pages for revision in page.revisions}
    assert kinds == {
        "create",
        "edit",
        "revert",
        "merge",
        "rename",
        "move",
        "archive",
        "restore",
    }
    assert any(revision.minor for page in demo.pages for revision in page.revisions)


def test_an_edit_changes_the_text_and_a_move_or_rename_does_not(demo: Demo) -> None:
    for page in demo.pages:
        for before, after in zip(page.revisions, page.revisions[1:], strict=False):
            edited = after.kind in ("edit", "revert", "merge")
            assert (before.text != after.text) == edited, (page.slug, after.summary)


def test_a_merge_brings_two_edits_together(demo: Demo) -> None:
    for page in demo.pages:
        for revision in page.revisions:
            if revision.kind == "merge":
                assert revision.started_from is not None
                base = page.revisions[revision.started_from - 1].text
                assert revision.submitted not in (None, base, revision.text), page.slug


def test_the_site_itself_merges_and_undoes_to_the_same_text(demo: Demo) -> None:
    for page in demo.pages:
        texts = [revision.text for revision in page.revisions]
        for before, revision in zip(texts, page.revisions[1:], strict=False):
            if revision.submitted is not None and revision.started_from is not None:
                merged = merge(texts[revision.started_from - 1], revision.submitted, before)
                assert merged.clean and merged.text == revision.text, page.slug
            for number in revision.undoes:
                undone = undo(before, texts[number - 1], texts[number - 2])
                assert undone.clean and undone.text == revision.text, page.slug


def test_nothing_of_the_annotations_is_left(demo: Demo) -> None:
    residue = re.compile(r"^%[a-z\[]|^%was |\{\{|\}\}|(?<!-)=>", re.MULTILINE)
    for page in demo.pages:
        for revision in page.revisions:
            assert not residue.search(revision.text), (page.slug, revision.summary)


def test_who_writes_is_somebody_who_works_here_at_the_time(demo: Demo) -> None:
    people = {person.handle: person for person in demo.people}
    for page in demo.pages:
        for revision in page.revisions:
            author, day = people[revision.author_handle], revision.at.date()
            assert author.joined <= day <= (author.left or day), (page.slug, revision.summary)


def test_who_says_something_of_themselves_has_written_and_the_others_read(demo: Demo) -> None:
    authors = {revision.author_handle for page in demo.pages for revision in page.revisions}
    assert authors == {person.handle for person in demo.people if person.about}
    assert len({person.handle for person in demo.people} - authors) == 40


def test_only_members_write_in_a_space_that_is_not_open(demo: Demo) -> None:
    for space in demo.spaces:
        authors = {
            revision.author_handle
            for page in demo.pages
            if page.space == space.slug
            for revision in page.revisions
        }
        assert space.access == "open" or authors <= set(space.members), space.slug


def test_owners_and_members_are_people(demo: Demo) -> None:
    handles = {person.handle for person in demo.people}
    for space in demo.spaces:
        assert space.owners
        assert set(space.members) <= handles


def test_times_increase_and_are_those_of_people_at_work(demo: Demo) -> None:
    evenings = 0
    for page in demo.pages:
        times = [revision.at for revision in page.revisions]
        assert all(a < b for a, b in itertools.pairwise(times)), page.slug
        for at in times:
            assert date(2025, 11, 1) <= at.date() <= date(2026, 11, 20)
            assert at.weekday() < 5
            assert time(8) <= at.time() < time(22)
            assert at.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
            evenings += at.time() > time(19)
    assert 30 < evenings < 150


def test_a_page_is_younger_than_its_space_and_its_parent(demo: Demo) -> None:
    born = {(page.space, page.slug): page.revisions[0].at for page in demo.pages}
    created = {space.slug: space.created for space in demo.spaces}
    for page in demo.pages:
        first = page.revisions[0]
        assert created[page.space] <= first.at.date(), page.slug
        for revision in page.revisions:
            if revision.parent:
                assert born[page.space, revision.parent] < revision.at, page.slug


def test_titles_and_slugs_are_unique_where_they_must_be(demo: Demo) -> None:
    assert len({(page.space, page.slug) for page in demo.pages}) == len(demo.pages)
    assert len({page.title for page in demo.pages}) == len(demo.pages)


def test_links_lead_somewhere_except_those_that_are_wanted(demo: Demo) -> None:
    pages = {(page.space, page.title): page for page in demo.pages}
    missing = set()
    for page in demo.pages:
        for space, title, section in LINK.findall(prose(page)):
            found = pages.get((space or page.space, title))
            if found is None:
                missing.add(title)
            elif section:
                heading = rf"^#+ {re.escape(section)}$"
                assert re.search(heading, found.text, re.MULTILINE), (title, section)
    assert missing == demo.wanted


def test_open_pages_do_not_name_what_is_closed(demo: Demo) -> None:
    access = {space.slug: space.access for space in demo.spaces}
    hidden = {page.title for page in demo.pages if access[page.space] != "open"}
    for page in demo.pages:
        for revision in page.revisions:
            linked = {title for _, title, _ in LINK.findall(revision.text)}
            assert access[page.space] != "open" or not linked & hidden, page.slug


def test_mentions_are_people(demo: Demo) -> None:
    handles = {person.handle for person in demo.people}
    for page in demo.pages:
        assert set(MENTION.findall(prose(page))) <= handles, page.slug


def test_no_sentence_is_used_twice(demo: Demo) -> None:
    pages = defaultdict(set)
    for page in demo.pages:
        for sentence in sentences(page):
            pages[sentence].add(page.title)
    assert {s: found for s, found in pages.items() if len(found) > 1} == {}


def test_summaries_say_something(demo: Demo) -> None:
    summaries = Counter(r.summary for page in demo.pages for r in page.revisions)
    assert all(summary.strip() for summary in summaries)
    assert sum(count for count in summaries.values() if count > 3) < 60


def test_who_helps_newcomers_is_a_member_who_is_there(demo: Demo) -> None:
    left = {person.handle for person in demo.people if person.left}
    champions = [
        (handle in space.members and handle not in left, len(says) <= 200)
        for space in demo.spaces
        for handle, says in space.champions
    ]
    assert champions and set(champions) == {(True, True)}


def test_everybody_works_for_somebody_in_the_same_department_and_never_in_a_circle(demo) -> None:
    people = {person.handle: person for person in demo.people}
    led = {person.handle: person.manager for person in demo.people if person.manager}
    assert len(led) > len(people) / 2
    for handle, manager in led.items():
        assert people[manager].department == people[handle].department, handle
        assert people[manager].left is None
    for handle in led:
        above: list[str] = []
        while handle := led.get(handle, ""):
            assert handle not in above
            above.append(handle)
    assert max(Counter(led.values()).values()) >= 5
