"""A real documentation repository with years of history."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest

from essp.importers.front_matter import standing_of
from essp.importers.git import GitSource
from essp.importers.ledger import Outcome
from essp.importers.page_links import turn_links
from essp.importers.text_source import read_page
from tests.conftest import real_data
from tests.importers.conftest import Reading


@pytest.fixture(scope="module")
def reading():
    with GitSource(real_data("gds-way.bundle"), folder="source") as source:
        yield Reading(source)


def at_head(source, path):
    repository = source._repository
    return repository.run("cat-file", "blob", f"HEAD:{path}").output


def test_every_page_of_a_real_history_ends_as_the_file_at_the_head(reading):
    assert reading.ledger.adds_up
    live = {path for path, page in reading.pages.items() if not page.archived}
    listed = reading.source._repository.run("ls-tree", "-r", "--name-only", "HEAD", "source")
    assert live == {name for name in listed.output.decode().split() if name.endswith(".md.erb")}
    for path in live:
        plain = read_page(at_head(reading.source, path), path)
        text, _lost = turn_links(plain.text, path, reading.source._layout.links, reading._image)
        assert reading.last(path).text == text
    assert "set_to_head" not in reading.ledger.counts
    assert reading.ledger.outcomes[Outcome.REVISION] > 2_300
    assert reading.ledger.outcomes[Outcome.UNREADABLE] == 0
    assert len(reading.images) > 15


def test_every_commit_that_changed_a_page_is_among_its_revisions(reading):
    path = "source/standards/understanding-risks.html.md.erb"
    repository = reading.source._repository
    log = repository.command(
        "log", "--no-merges", "--full-history", "--format=%H", "HEAD", "--", path
    )
    said = subprocess.run(log, env=repository._environment, capture_output=True, check=True)
    commits = said.stdout.decode().split()
    kept = {revision.source_id for revision in reading.revisions[path]}
    assert len(commits) > 10
    assert set(commits) <= kept


def test_a_real_history_is_overdue_where_its_files_say_so(reading):
    """Half of the dated pages are overdue on the day of the last commit; counted by hand as well."""
    live = [path for path, page in reading.pages.items() if not page.archived]
    said = [standing_of(reading.last(path).properties) for path in live]
    untils = [each.until for each in said if each.until is not None]
    assert (len(live), len(untils)) == (65, 64)
    assert sum(until < date(2026, 8, 19) for until in untils) == 31
    assert len([each for each in said if each.owner]) == 14
    assert not [fault for each in said for fault in each.faults]
