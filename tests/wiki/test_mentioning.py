"""A person who is mentioned is shown under the name they have now, by everybody who mentioned them."""

from __future__ import annotations

from essp.core.db import transaction
from essp.core.worker import do_all
from essp.people import profiles
from essp.wiki.editing import create_page
from essp.wiki.texts import text_of


def test_a_changed_name_shows_where_a_text_mentions_the_person(
    browser_of, femke, ruben, noor, space
) -> None:
    text = f"Ask @{ruben.handle} or @{femke.handle}, then @{ruben.handle} again.\n"
    with transaction():
        page = create_page(femke, space, title="Rota", text=text).page
    path, browser = f"/s/{space.slug}/rota", browser_of(noor)
    assert browser.get(path).text.count("@Ruben Haak</a>") == 2
    with transaction():
        profiles.edit_profile(ruben, ruben, profiles.Profile(name="Ruben <Smit> & Co"))
    do_all()
    told = browser.get(path).text
    assert told.count("@Ruben &lt;Smit&gt; &amp; Co</a>") == 2 and "@Ruben Haak" not in told
    assert told.count("@Femke de Boer</a>") == 1
    assert (page.revision_number, text_of(page)) == (1, text)


def test_names_that_only_look_alike_stay(browser_of, make_person, femke, noor, space) -> None:
    ann, anna = make_person("Ann"), make_person("Ann Anders")
    with transaction():
        create_page(femke, space, title="Rota", text=f"@{ann.handle} and @{anna.handle}\n")
    with transaction():
        profiles.edit_profile(ann, ann, profiles.Profile(name="ann"))
    do_all()
    told = browser_of(noor).get(f"/s/{space.slug}/rota").text
    assert "@ann</a>" in told and "@Ann Anders</a>" in told
