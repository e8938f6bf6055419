"""Somebody who was renamed is shown under the new name where posts mention them."""

from __future__ import annotations

from essp.core import worker
from essp.discussions.queries import opening_of
from essp.people import profiles
from tests.discussions.talking import answer, ask


def test_posts_show_the_name_that_somebody_has_now(
    femke, ruben, noor, space, session, browser_of
) -> None:
    thread = ask(ruben, space, text="Ask @femke-de-boer and @noor-jansen.")
    for number in range(3):
        answer(noor, thread, f"I asked @femke-de-boer, time {number}.")
    profiles.edit_profile(femke, femke, profiles.Profile(name="Femke de Boer-Smit"))
    session.commit()
    worker.do_all()
    page = browser_of(noor).get(f"/t/{thread.uid}").text
    assert page.count(">@Femke de Boer-Smit</a>") == 4 and ">@Femke de Boer</a>" not in page
    assert ">@Noor Jansen</a>" in page
    session.expire_all()
    assert opening_of(thread).text == "Ask @femke-de-boer and @noor-jansen."
