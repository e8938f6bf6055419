"""What people of the demonstration propose stands on the pages as they are at that moment."""

from __future__ import annotations

import tomllib

from essp.demo.content import load
from essp.demo.page_file import TIME_ZONE
from essp.demo.proposals import SAID


def test_every_proposal_changes_words_that_its_page_says_once() -> None:
    demo = load()
    pages = {f"{page.space}/{page.slug}": page for page in demo.pages}
    here = {person.handle for person in demo.people if not person.left}
    for told in tomllib.loads(SAID.read_text(encoding="utf-8"))["proposal"]:
        at = told["at"].replace(tzinfo=TIME_ZONE)
        text = [each for each in pages[told["page"]].revisions if each.at <= at][-1].text
        assert [text.count(each["old"]) for each in told["change"]] == [1] * len(told["change"])
        assert {told["by"], *(said["by"] for said in told.get("said", ()))} <= here
