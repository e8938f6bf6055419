"""Comments keep to the words they are about, through every edit of their page, or say they are gone."""

from __future__ import annotations

import pytest

from essp.core import jobs
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.text.anchors import Anchor
from essp.discussions import anchoring
from essp.discussions.closing import link
from essp.discussions.models import Way
from essp.discussions.passage_models import Passage
from essp.discussions.passages import (
    Pointed,
    became_edit,
    comment,
    comment_on,
    comments_of,
    reopen,
    resolve,
)
from essp.discussions.queries import Overtaken
from essp.spaces.models import Membership
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import archive_page, move_page

LIMIT = "92% of the thermal limit for more than two settlement periods"
TEXT = f"""## When to start

Start the response as soon as the forecast shows {LIMIT}. Do not wait for a second run.

## First thirty minutes

- Call the control room in **Zwolle**: @ruben-haak or the shift lead
- Open a case before 10:30

| Load | Who |
|---|---|
| 92-97% | Congestion desk |
| 97-100% | Duty manager |

```
limit_mw: 84.0
```

## Checks

Close the case when the control room confirms it. Call the control room in the evening.
"""


@pytest.fixture
def page(femke, ruben, space):
    """A page with three sections, a list, a table and code."""
    with transaction():
        return create_page(femke, space, title="Playbook", text=TEXT).page


def commented(actor, page, quote="", *, before="", after="", number=None, section="", near=0):
    at = Pointed(number, Anchor(quote, before, after), near, section)
    with transaction():
        return comment(actor, page.uid, at, text="Is this so in winter?")


def saved(actor, page, text) -> None:
    """An edit, and the work that follows it."""
    with transaction():
        edit_page(actor, page, text=text, based_on=page.revision_number)
    anchoring.bring_up(page)


def now(passage: Passage) -> tuple[str, str]:
    from essp.core.db import session

    session().refresh(passage)
    return passage.standing, passage.words if passage.here else passage.quote


def test_a_comment_is_about_the_words_that_were_selected(noor, page) -> None:
    passage = commented(noor, page, LIMIT)
    assert passage.quote == LIMIT
    assert now(passage) == ("same", LIMIT)
    thread = passage.thread_id
    assert [each.thread.id for each in comments_of(noor, page)] == [thread]


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("second run.\nFirst thirty minutes\nCall", "second run.\nFirst thirty minutes\nCall"),
        ("Congestion desk\t97-100%", "Congestion desk\n97-100"),
        ("limit_mw: 84.0", "limit_mw: 84.0"),
        ("the control room in Zwolle: @Ruben Haak or the shift lead", None),
    ],
)
def test_over_paragraphs_in_tables_in_code_and_across_names(noor, page, quote, kept) -> None:
    passage = commented(noor, page, quote)
    assert now(passage)[0] == "same"
    if kept is not None:
        assert passage.quote == kept


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("", "Select the words"),
        ("…  — !", "Select the words"),
        ("word " * 5000, "You selected 5000 words"),
        ("The rota of the night is kept in the hall of the office", "not in the text of this page"),
    ],
)
def test_what_cannot_be_pointed_at_is_told(noor, page, quote, told) -> None:
    with pytest.raises(Invalid) as refused:
        commented(noor, page, quote)
    assert told in str(refused.value)


def test_of_words_that_occur_often_those_that_were_meant(noor, page) -> None:
    passage = commented(
        noor, page, "Call the control room", before="confirms it.", after="in the evening"
    )
    saved(
        noor,
        page,
        TEXT.replace("- Call the control room in **Zwolle**: @ruben-haak or the shift lead\n", ""),
    )
    assert now(passage)[0] == "same"
    saved(noor, page, TEXT.replace(" Call the control room in the evening.", ""))
    assert now(passage)[0] == "earlier"


def test_five_rewrites_and_then_earlier_text_and_back(noor, ruben, page) -> None:
    passage = commented(noor, page, LIMIT)
    sentence = f"Start the response as soon as the forecast shows {LIMIT}."
    for rewrite in (
        "Start as soon as the forecast shows 92% of the thermal limit for more than two periods.",
        "Begin when the forecast shows 92% of the seasonal limit for more than two periods.",
        "As a rule, begin when the forecast shows 90% of the seasonal limit for two periods or more.",
        "Do not wait: as a rule, the forecast showing 90% of the seasonal limit for two periods is enough.",
        "The rule: the forecast showing 90% of the seasonal limit for two periods in a row is enough.",
    ):
        saved(ruben, page, TEXT.replace(sentence, rewrite))
        standing, words = now(passage)
        assert standing == "changed"
        assert words in rewrite
    assert passage.since == 2
    last = words
    saved(ruben, page, TEXT.replace(sentence + " Do not wait for a second run.", ""))
    assert now(passage) == ("earlier", LIMIT)
    assert passage.since == 7
    saved(ruben, page, TEXT.replace(sentence, rewrite))
    assert now(passage) == ("changed", last)


def test_other_words_in_its_place_leave_it_under_its_heading(noor, ruben, page) -> None:
    passage = commented(noor, page, LIMIT)
    start = TEXT.index("Start the response")
    end = TEXT.index("\n\n## First")
    other = "Ask the duty manager, who keeps a list of names beside the telephone in the hall."
    saved(ruben, page, TEXT[:start] + other + TEXT[end:])
    assert now(passage) == ("heading", LIMIT)
    heading = passage.section_id
    saved(
        ruben, page, (TEXT[:start] + other + TEXT[end:]).replace("When to start", "The beginning")
    )
    assert now(passage) == ("heading", LIMIT)
    assert passage.section_id == heading
    saved(ruben, page, TEXT[end:].lstrip())
    assert now(passage) == ("earlier", LIMIT)


def test_a_comment_on_a_section_goes_with_its_heading(noor, ruben, page) -> None:
    passage = commented(noor, page, section="h-checks")
    saved(ruben, page, TEXT.replace("## Checks", "## Before you close"))
    assert now(passage) == ("changed", "Before you close")
    saved(ruben, page, TEXT[: TEXT.index("## Checks")])
    assert now(passage) == ("earlier", "Checks")
    with pytest.raises(Invalid):
        commented(noor, page, section="h-checks")


def test_somebody_saves_while_a_comment_is_written(noor, ruben, page) -> None:
    saved(ruben, page, TEXT.replace("92% of", "95% of"))
    passage = commented(noor, page, LIMIT, number=1)
    assert (passage.made_in, passage.number) == (1, 1)
    assert jobs.waiting()
    anchoring.find_passages.run([{"page_id": page.id}, {"page_id": page.id}])
    assert now(passage) == ("changed", LIMIT.replace("92", "95"))
    assert passage.number == 2


def test_looking_again_changes_nothing(noor, page) -> None:
    passage = commented(noor, page, LIMIT)
    anchoring.bring_up(page)
    anchoring.bring_up(page)
    assert now(passage) == ("same", LIMIT)
    assert (passage.number, passage.since) == (1, 1)


def test_comments_stand_where_their_page_stands(session, noor, ruben, page, closed_space) -> None:
    passage = commented(noor, page, LIMIT)
    session.add(
        Membership(space_id=closed_space.id, person_id=ruben.id, since=page.created_at)
    ) if not (session.get(Membership, (closed_space.id, ruben.id))) else None
    with transaction():
        move_page(ruben, page, space=closed_space)
    anchoring.bring_up(page)
    with pytest.raises(NotFound):
        commented(noor, page, LIMIT)
    thread = comments_of(ruben, page)[0].thread
    assert (thread.id, thread.space_id) == (passage.thread_id, closed_space.id)


def test_an_archived_page_takes_no_new_comments_and_keeps_those_it_has(noor, page) -> None:
    passage = commented(noor, page, LIMIT)
    with transaction():
        archive_page(noor, page)
    with pytest.raises(Refused):
        commented(noor, page, LIMIT)
    assert comments_of(noor, page)[0].passage is passage


def test_whoever_reads_the_page_resolves_and_opens_again(noor, ruben, page) -> None:
    uid = comment_on_of(noor, page)
    with transaction():
        resolve(ruben, page.uid, uid)
    thread = comment_on(page, uid).thread
    assert (thread.outcome, thread.closed_by_id) == ("resolved", ruben.id)
    with pytest.raises(Overtaken), transaction():
        resolve(noor, page.uid, uid)
    with transaction():
        reopen(noor, page.uid, uid)
        reopen(noor, page.uid, uid)
    assert not comment_on(page, uid).thread.closed


def test_a_comment_that_became_an_edit_is_resolved_and_leads_to_it(noor, ruben, page) -> None:
    uid = comment_on_of(noor, page)
    with transaction():
        became_edit(ruben, page.uid, uid, 2)
    found = comment_on(page, uid)
    assert (found.thread.outcome, found.became) == ("became an edit", 2)
    with transaction():
        became_edit(ruben, page.uid, "0000000000", 2)


def test_sent_twice_it_is_one_comment(noor, page) -> None:
    at = Pointed(1, Anchor(LIMIT))
    with transaction():
        first = comment(noor, page.uid, at, text="Is this so?", save_key="k1")
        again = comment(noor, page.uid, at, text="Is this so?", save_key="k1")
    assert first is again


def comment_on_of(actor, page) -> str:
    passage = commented(actor, page, LIMIT)
    return next(each.thread.uid for each in comments_of(actor, page) if each.passage is passage)


def test_a_page_that_leads_elsewhere_by_another_way_did_not_become_an_edit(noor, page) -> None:
    uid = comment_on_of(noor, page)
    with transaction():
        link(noor, comment_on(page, uid).thread, Way.BECAME_PAGE, page_id=page.id)
    assert comment_on(page, uid).became is None
