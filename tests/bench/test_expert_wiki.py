"""A DokuWiki becomes a repository without its reports, and who reported is who is right."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import pytest

from bench.experts_wiki import as_markdown, as_repository, declared, name_of

CHANGES = (
    (100, "C", "projects:cello", "baohua", "first", "===== Cello =====\n"),
    (200, "E", "projects:cello", "Mari 499", "", "===== Cello =====\nRuns on [[a b | fabric ]].\n"),
    (300, "C", "groups:tsc:project-updates:cello-2018-mar", "baohua", "", "Fine.\n"),
    (400, "e", "groups:tsc:project-updates:cello-2018-mar", "dan@intel.com", "", "Very fine.\n"),
    (450, "C", "groups:tsc:project-updates:cello-2018-may", "board", "", "Fine.\n"),
    (460, "C", "groups:tsc:project-updates:indy-2018-may", "board", "", "Fine.\n"),
    (470, "C", "groups:tsc:project-updates:fabric-2018-may", "board", "", "Fine.\n"),
    (500, "C", "projects:cello-members", "baohua", "", "baohua\n"),
    (600, "C", "projects:old", "baohua", "", "Old.\n"),
    (700, "D", "projects:old", "baohua", "removed", ""),
)  # fmt: skip


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for at, kind, page, author, summary, text in CHANGES:
        path = page.replace(":", "/")
        line = f"{at}\t0.0.0.0\t{kind}\t{page}\t{author}\t{summary}\t\n"
        history, old = data / "meta" / f"{path}.changes", data / "attic" / f"{path}.{at}.txt.gz"
        for each in (history, old):
            each.parent.mkdir(parents=True, exist_ok=True)
        with history.open("a") as file:
            file.write(line)
        if kind != "D":
            old.write_bytes(gzip.compress(text.encode()))
    return data


def test_who_reports_for_a_group_is_right_and_who_looks_after_all_reports_is_left_aside(
    wiki,
) -> None:
    assert list(declared(wiki)) == [("cello", {"baohua": 2, "dan": 1}, ["board"])]


def test_the_repository_holds_the_changes_in_order_and_nothing_of_the_answer(
    wiki, tmp_path
) -> None:
    made = as_repository(wiki, tmp_path / "wiki.git")
    log = ["git", "-C", str(made), "log", "--reverse", "--format=%an %at %s", "main"]
    said = subprocess.run(log, check=True, capture_output=True, text=True).stdout.splitlines()
    assert said == [
        "baohua 100 first", "mari-499 200 Changed", "baohua 600 Changed", "baohua 700 removed",
    ]  # fmt: skip
    listing = ["git", "-C", str(made), "ls-tree", "-r", "--name-only", "main"]
    kept = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split()
    assert kept == ["projects/cello.md"]


def test_headings_links_and_lists_become_markdown() -> None:
    wiki = "text\n====== Top ====== \n\n==== Low ====\n  * [[ a b | see ]]\n    - deeper\n"
    assert as_markdown(wiki) == "text\n# Top\n\n### Low\n- [see](a%20b)\n  - deeper\n"


def test_people_go_by_what_is_before_the_at() -> None:
    assert [name_of("Mari 499"), name_of("dan.x@intel.com"), name_of("")] == [
        "mari-499",
        "dan-x",
        "",
    ]
