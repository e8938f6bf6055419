"""What a dump may hold that is no conversation, and a real one."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from essp.cli import essp
from essp.discussions.models import Thread
from essp.importers.records import UnreadableError
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.talk_ledger import Fate, Remark
from tests.conftest import real_data
from tests.importers.dumps import MEMBERS, answer, comment, question, write


def named(ledger, remark):
    return [entry.name for entry in ledger.entries() if entry.note is remark]


def test_what_belongs_to_nothing_is_named(tmp_path, bring):
    ledger = bring(
        write(
            tmp_path / "dump",
            Users=MEMBERS,
            Posts=[question(1), answer(2, 99), question(1), {"Id": "x"}, question(7, PostTypeId=8)],
            Comments=[comment(9, 2), comment(10, 50), comment(11, 1)],
        )
    )
    assert ledger.fates == {
        Fate.NEW: 2, Fate.NO_PLACE: 3, Fate.TWICE: 1, Fate.UNREADABLE: 1, Fate.OTHER_KIND: 1,
    }  # fmt: skip
    assert sorted(named(ledger, Remark.NO_PLACE)) == ["comment 10", "comment 9", "post 2"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><posts><row Id="1" Body="&b;"/></posts>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "entities"),
        ('<posts><row Id="1" PostTypeId="1"', "broken or incomplete"),
        ("", "broken or incomplete"),
        ("<posts></posts>", "no conversation"),
        ("PK\x03\x04", "broken or incomplete"),
    ],
)
def test_a_file_that_is_no_dump_is_refused_and_makes_nothing(
    tmp_path, bring, session, content, said
):
    write(tmp_path / "dump", Users=MEMBERS)
    (tmp_path / "dump" / "Posts.xml").write_text(content)
    with pytest.raises(UnreadableError, match=said):
        bring(tmp_path / "dump")
    assert session.scalars(select(Thread)).all() == []


def test_a_folder_without_posts_says_what_is_missing(tmp_path, importer, app):
    result = CliRunner().invoke(
        essp, ["import", "stackexchange", str(tmp_path), "--space", "answers"], obj=app
    )
    assert result.exit_code == 1
    assert "no Posts.xml" in result.output and "Traceback" not in result.output


class Anywhere:
    """A place that keeps nothing."""

    def address(self, key):
        return f"/posts/{key}"

    def thread_address(self, key):
        return f"/t/{key}"

    def keep(self, name, content, author, at):
        return None


def test_a_real_dump_is_read_whole():
    """All posts and comments of a site, counted against its files."""
    folder = real_data("history-meta-stackexchange")
    text = {name: (folder / name).read_text("utf-8") for name in ("Posts.xml", "Comments.xml")}
    with StackExchangeSource(folder) as source:
        outlines = source.outlines()
        threads = [source.read(outline.key, Anywhere()) for outline in outlines]
        counts = source.ledger.counts
    assert (counts["Posts.xml"], counts["Comments.xml"], len(threads)) == (1657, 3454, 556)
    posts = [post for thread in threads for post in thread.posts]
    assert len(posts) == sum(outline.posts for outline in outlines) == 556 + 1095 + 3454
    assert source.ledger.fates[Fate.TAG_WIKI] == 6 and len({post.key for post in posts}) == len(
        posts
    )
    keys = {post.key for post in posts}
    assert [post.parent_key for post in posts if post.parent_key not in keys] == [None] * 556
    accepted = sum(post.accepted_at is not None for post in posts)
    assert accepted == text["Posts.xml"].count("AcceptedAnswerId=")
    closed = sum(thread.closing is not None for thread in threads)
    assert closed == text["Posts.xml"].count("ClosedDate=")
    assert (
        sum("/t/" in post.texts[-1].text or "/posts/p" in post.texts[-1].text for post in posts)
        > 100
    )
