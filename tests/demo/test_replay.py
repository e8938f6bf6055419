"""A page file replays to the text after each of its revisions, and ends at the present text."""

from pathlib import Path

import pytest

from essp.demo.model import DemoPage
from essp.demo.page_file import read_page
from essp.demo.replay import expand, parse

HEAD = "title: Rota\nparent: start\nlanguage: en\n\n"


def page(tmp_path: Path, entries: str, text: str) -> DemoPage:
    path = tmp_path / "rota.md"
    path.write_text(f"{HEAD}{entries}\n---\n{text}", encoding="utf-8")
    return read_page(path, "desk")


def texts(tmp_path: Path, entries: str, text: str) -> list[str]:
    return [revision.text for revision in page(tmp_path, entries, text).revisions]


def dates(*rest: str) -> str:
    return "\n".join(
        f"{letter} 2026-03-0{number} 10:00 {words}"
        for number, (letter, words) in enumerate(zip("abcdefg", rest, strict=False), start=1)
    )


def test_a_line_appears_with_the_revision_that_brought_it(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak Night desk")
    assert texts(tmp_path, entries, "One.\n%b\n%b Two.\n") == ["One.\n", "One.\n\nTwo.\n"]


def test_a_line_goes_with_the_revision_that_took_it_away(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak Second", "ruben-haak Third")
    assert texts(tmp_path, entries, "One.\n%b-c Two.\n%c Three.\n") == [
        "One.\n",
        "One.\nTwo.\n",
        "One.\nThree.\n",
    ]


def test_words_that_changed_twice_pass_through_each_wording(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak Second", "ruben-haak Third")
    assert texts(tmp_path, entries, "At {{c:{{b:95%=>93%}}=>92%}}.\n") == [
        "At 95%.\n",
        "At 93%.\n",
        "At 92%.\n",
    ]


def test_a_revert_brings_back_exactly_the_text_before(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak Wrong", "femke-de-boer (undoes b) Back")
    first, wrong, back = page(tmp_path, entries, "Call {{b:4110=>4210}}.\n%b Now.\n").revisions
    assert wrong.text == "Call 4210.\nNow.\n"
    assert (back.kind, back.undoes, back.text) == ("revert", (2,), first.text)


def test_a_merge_tells_what_its_author_sent(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak Top", "ilse-van-den-berg (from a) Bottom")
    merge = page(tmp_path, entries, "{{b:One=>1}}.\n\n{{c:Two=>2}}.\n").revisions[-1]
    assert (merge.kind, merge.started_from) == ("merge", 1)
    assert merge.submitted == "One.\n\n2.\n"
    assert merge.text == "1.\n\n2.\n"


def test_a_moved_passage_leaves_one_place_for_another(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak Order")
    text = "Top.\n%was order until b\nMiddle.\n%[a order]\nPassage.\n%[a]\nEnd.\n"
    assert texts(tmp_path, entries, text) == [
        "Top.\nPassage.\nMiddle.\nEnd.\n",
        "Top.\nMiddle.\nPassage.\nEnd.\n",
    ]


def test_titles_and_parents_are_those_of_the_time(tmp_path: Path) -> None:
    entries = dates(
        "femke-de-boer First",
        'ruben-haak (was titled "Phones") Says more',
        "ruben-haak (was at the top) Under the start page",
    )
    revisions = page(tmp_path, entries, "One.\n").revisions
    assert [r.title for r in revisions] == ["Phones", "Rota", "Rota"]
    assert [r.parent for r in revisions] == [None, None, "start"]


def test_an_archived_page_says_so(tmp_path: Path) -> None:
    entries = dates("femke-de-boer First", "ruben-haak (archive) Nobody needs it")
    assert page(tmp_path, entries, "One.\n").archived


def test_a_note_that_means_nothing_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"desk/rota\.md: revision a: what is “perhaps”"):
        page(tmp_path, dates("femke-de-boer (perhaps) First"), "One.\n")


def test_braces_that_never_close_are_an_error() -> None:
    with pytest.raises(ValueError, match="revision b is never closed"):
        expand("One {{b:two", lambda letter: True)


def test_an_arrow_outside_braces_is_only_an_arrow() -> None:
    assert parse("a => b", "a").replay(lambda letter: True) == "a => b\n"
