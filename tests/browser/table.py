"""Every screen of the product and the states it has: what is photographed and what axe looks at.

A part that adds a screen adds a line here. An address names what the content is called in braces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser import attaching, commenting
from tests.browser.care_table import CARE
from tests.browser.curation_table import CURATION
from tests.browser.expertise_table import EXPERTISE
from tests.browser.guarded_table import GUARDED
from tests.browser.home_table import HOME
from tests.browser.insight_map_table import MAPS
from tests.browser.insight_places_table import PLACES
from tests.browser.notice_table import NOTICES
from tests.browser.proposal_table import PROPOSALS
from tests.browser.site import Site
from tests.browser.standing_table import STANDING
from tests.browser.talk_table import TALK

if TYPE_CHECKING:
    from playwright.sync_api import Page

Prepare = Callable[["Page"], None]


@dataclass(frozen=True)
class Screen:
    """A screen in one state: its name, its address, who looks (None: nobody signed in).

    `empty_site`: it is only seen before the site has an administrator.
    """

    name: str
    address: str
    who: str | None = "femke"
    prepare: Prepare | None = None
    empty_site: bool = False


def _type_conflict(page: Page) -> None:
    """Send a text that starts from the first version, where others changed the same words."""
    page.evaluate("document.querySelector('[name=based_on]').value = '1'")
    now = set(page.input_value("#text").splitlines())
    first = page.request.get(page.url.split("/edit")[0] + "/revisions/1/text").text()
    changed = [line for line in first.splitlines() if len(line) > 40 and line not in now]
    for line in changed[:2]:
        first = first.replace(line, line.replace(" the ", " every ", 1).rstrip(".") + ", always.")
    page.fill("#text", first)
    page.fill("#summary", "Start earlier")
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("[data-conflict]")


def _unfold_conflict(page: Page) -> None:
    """The same, with what came together by itself unfolded."""
    _type_conflict(page)
    page.click("details.merge > summary")


def _show(view: str) -> Prepare:
    def press(page: Page) -> None:
        button = page.locator(f"[data-view={view}]")
        if button.is_visible():  # a phone has no room for both
            button.click()
        page.wait_for_selector(
            "[data-preview][hidden], [data-preview]:not([aria-busy]) > *", state="attached"
        )

    return press


def _open_slash_menu(page: Page) -> None:
    """Type a slash behind the first words of the text."""
    page.wait_for_selector(".visual__text")
    page.click(".visual__text p >> nth=0")
    page.keyboard.type(" /")
    page.wait_for_selector(".suggest [role=option]:has-text('Table')")


def _open_link_dialog(page: Page) -> None:
    """Ask for a page to link in the dialog of links."""
    page.wait_for_selector(".visual__text")
    page.click(".visual__text p >> nth=0")
    page.keyboard.press("Control+k")
    page.fill("#editor-link-to", "con")
    page.wait_for_selector("#editor-link-found [role=option]")


def _too_long_title(page: Page) -> None:
    page.fill("#title", "Very long " * 40)
    page.fill("#text", "What was typed comes back.")
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector(".err")


def _open_menu(page: Page) -> None:
    page.click(".doc__bar summary")


def _open_switcher(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("play")
    page.wait_for_selector("[data-switcher] [role=option]")


def _open_first_version(page: Page) -> None:
    """The first version of a page, at its permanent address."""
    uid = page.locator("a[href^='/p/'][href$='/history']").first.get_attribute("href") or ""
    page.goto(page.url.split("/s/")[0] + uid.replace("/history", "/revisions/1"))


def _open_facets(page: Page) -> None:
    """On a phone the facets are folded away; on a desk they stand beside the results."""
    if (fold := page.locator(".narrow > summary")).is_visible():
        fold.click()
    page.locator(".facet:visible").first.wait_for()


def _open_saving(page: Page) -> None:
    page.click(".keep > summary")
    page.locator("#search-name").wait_for()


def _save_without_name(page: Page) -> None:
    _open_saving(page)
    page.fill("#search-name", "n")
    page.evaluate("document.querySelector('#search-name').value = ' '")
    page.click(".keep button[type=submit]")
    page.locator(".keep .err").wait_for()


def _save_search(page: Page) -> None:
    if not page.locator(".kept").count():
        page.goto(page.url.replace("/search/saved", "/search?q=congestion&kind=page"))
        _open_saving(page)
        page.click(".keep button[type=submit]")
        page.locator("[role=status] .flash, .flashes > *").first.wait_for()
        page.goto(page.url.split("/search?")[0] + "/search/saved")
    page.locator(".kept summary").first.click()


def _open_shortcuts(page: Page) -> None:
    page.keyboard.press("?")


def _sign_in_wrong(page: Page) -> None:
    page.fill("main [name=name]", "nobody@example.org")
    page.fill("main [name=password]", "wrong password")
    page.click("main button[type=submit]")
    page.locator(".err").first.wait_for()


def _wrong_profile(page: Page) -> None:
    page.fill("main [name=name]", "")
    page.fill("main [name=manager]", "@nobody-at-all")
    page.click("main form button[type=submit] >> nth=0")
    page.locator(".err").first.wait_for()


SCREENS = (
    *(Screen(*each) for each in HOME),
    Screen("page-comment-new", "{path}", prepare=commenting.select_sentence),
    Screen("page-comment", "{path}", prepare=commenting.open_comment),
    Screen("comments", "{path}", prepare=commenting.all_comments),
    Screen("comment", "{path}", prepare=commenting.one_comment),
    Screen("comment-without-script", "/p/{page}/comments/new"),
    Screen("edit-for-comment", "{path}", prepare=commenting.edit_for_comment),
    Screen("post-files", "/t/{talk}", prepare=attaching.add_files),
    *(Screen(*each) for each in (*CARE, *CURATION, *STANDING, *GUARDED, *NOTICES, *PROPOSALS)),
    *(Screen(*each) for each in (*EXPERTISE, *MAPS, *PLACES, *TALK)),
    Screen("page", "{path}"),
    Screen("page-menu", "{path}", prepare=_open_menu),
    Screen("page-archived", "/p/{archived}"),
    Screen("page-dutch", "{dutch_path}"),
    Screen("edit", "/p/{page}/edit", prepare=_show("both")),
    Screen("edit-writing", "/p/{page}/edit", prepare=_show("write")),
    Screen("edit-preview", "/p/{page}/edit", prepare=_show("preview")),
    Screen("edit-visual-menu", "/p/{page}/edit?mode=visual&fresh=1", prepare=_open_slash_menu),
    Screen("edit-visual-link", "/p/{page}/edit?mode=visual&fresh=1", prepare=_open_link_dialog),
    Screen("edit-draft", "/p/{edited}/edit", "kwame"),
    Screen("drafts", "/p/{edited}/drafts", "kwame"),
    Screen("drafts-none", "/s/{space}/-/drafts", "sanne"),
    Screen("conflict", "/p/{page}/edit?fresh=1", "pieter", _type_conflict),
    Screen("conflict-unfolded", "/p/{page}/edit?fresh=1", "pieter", _unfold_conflict),
    Screen("choose-space", "/new"),
    Screen("create", "/s/{space}/-/new?title=Area%20note:%20Deventer"),
    Screen("create-refused", "/s/{space}/-/new?fresh=1", "sanne", _too_long_title),
    Screen("history", "/p/{page}/history"),
    Screen("history-side", "/p/{page}/history?view=side"),
    Screen("history-filtered", "/p/{page}/history?words=nothing+like+this"),
    Screen("compare", "/p/{page}/compare?from=1&to={last}"),
    Screen("compare-side", "/p/{page}/compare?from=1&to={last}&view=side"),
    Screen("revision", "/p/{page}/revisions/2"),
    Screen("authors", "/p/{page}/authors"),
    Screen("rename", "/p/{page}/rename"),
    Screen("move", "/p/{page}/move"),
    Screen("archive", "/p/{page}/archive"),
    Screen("copy", "/p/{page}/copy"),
    Screen("links", "/p/{page}/links"),
    Screen("links-none", "/p/{lonely}/links"),
    Screen("links-wanted", "/s/{space}/-/links"),
    Screen("links-broken", "/s/{space}/-/links?show=broken"),
    Screen("links-orphans", "/s/{space}/-/links?show=orphans"),
    Screen("links-web", "/s/{space}/-/links?show=web"),
    Screen("including", "{including}"),
    Screen("including-before", "{including}", prepare=_open_first_version),
    Screen("restore", "/p/{page}/restore/2"),
    Screen("undo", "/p/{page}/undo/{undo}"),
    Screen("undo-impossible", "/p/{page}/undo/{undo_not}"),
    Screen("changes", "/changes?minor=1"),
    Screen("changes-of-space", "/s/{space}/-/changes"),
    Screen("contributions", "/people/{ruben}/contributions"),
    Screen("contributions-none", "/people/{noor}/contributions"),
    Screen("spaces", "/spaces"),
    Screen("space-new", "/spaces/new"),
    Screen("space", "/s/{space}"),
    Screen("space-door", "/s/{request_space}", "noor"),
    Screen("space-members", "/s/{space}/-/members"),
    Screen("space-settings", "/s/{space}/-/settings"),
    Screen("files-of-page", "/p/{page}/files"),
    Screen("files-of-page-none", "/p/{archived}/files"),
    Screen("files-of-space", "/s/{space}/-/files"),
    Screen("files-of-space-none-fits", "/s/{space}/-/files?words=zebra&kind=slides"),
    Screen("files-of-space-archived", "/s/{space}/-/files?archived=1"),
    Screen("files-of-person", "/people/{femke}/files"),
    Screen("file-picture", "/files/{file_picture}"),
    Screen("file-document", "/files/{file_document}"),
    Screen("file-unreadable", "/files/{file_broken}"),
    Screen("search-empty", "/search"),
    Screen("search-found", "/search?q=congestion"),
    Screen("search-nothing", "/search?q=xylophone"),
    Screen("search-narrowed", "/search?q=congestion&kind=page&changed=year"),
    Screen("search-facets", "/search?q=congestion", prepare=_open_facets),
    Screen("search-filter-too-many", "/search?q=congestion&kind=file&author={ruben}"),
    Screen("search-templates", "/search?q=is:template"),
    Screen("search-save", "/search?q=congestion", prepare=_open_saving),
    Screen("search-save-wrong", "/search?q=congestion", prepare=_save_without_name),
    Screen("search-saved-none", "/search/saved", "ruben"),
    Screen("search-saved", "/search/saved", prepare=_save_search),
    Screen("switcher", "{path}", prepare=_open_switcher),
    Screen("shortcuts", "{path}", prepare=_open_shortcuts),
    Screen("watching", "/watching"),
    Screen("watching-nothing", "/watching", "noor"),
    Screen("notifications", "/notifications"),
    Screen("notifications-none", "/notifications?show=mentions", "noor"),
    Screen("notification-settings", "/settings/notifications"),
    Screen("feeds", "/settings/feeds"),
    Screen("topics", "/topics"),
    Screen("topics-az", "/topics?view=az"),
    Screen("topics-nothing", "/topics?q=xylophone"),
    Screen("topic-new", "/topics/new"),
    Screen("topic", "/topics/congestion"),
    Screen("topic-edit", "/topics/congestion/edit"),
    Screen("topic-merge", "/topics/redispatch/merge?into=congestion"),
    Screen("topic-history", "/topics/congestion/history"),
    Screen("page-topics", "/p/{page}/topics"),
    Screen("templates", "/s/{space}/-/templates"),
    Screen("template-make", "/p/{page}/template"),
    Screen("create-from-template", "/s/{space}/-/new?template=decision&title=Raise%20the%20limit"),
    Screen("people", "/people"),
    Screen("people-letter", "/people?letter=b"),
    Screen("people-new", "/people?new=1"),
    Screen("people-nobody", "/people?name=xylophone"),
    Screen("profile", "/people/{ruben}"),
    Screen("profile-own", "/people/{femke}"),
    Screen("profile-as-others", "/people/{femke}?as=everyone"),
    Screen("profile-edit", "/account/profile"),
    Screen("profile-edit-wrong", "/account/profile", prepare=_wrong_profile),
    Screen("profile-fields", "/profile-fields", "ilse"),
    Screen("profile-field-new", "/profile-fields/new", "ilse"),
    Screen("profile-fill-in", "/people/{femke}/fields", "ilse"),
    Screen("account-data", "/account/data"),
    Screen("account-leave", "/account/leave"),
    Screen("person-leave", "/people/{ruben}/leave", "ilse"),
    Screen("person-manage", "/people/{ruben}/manage", "ilse"),
    Screen("invite", "/people/invite", "ilse"),
    Screen("account", "/account"),
    Screen("sign-in", "/sign-in", None),
    Screen("sign-in-wrong", "/sign-in", None, _sign_in_wrong),
    Screen("password-forgotten", "/password/forgotten", None),
    Screen("password-new", "/password/{reset}", None),
    Screen("invitation", "/invitation/{invitation}", None),
    Screen("setup", "/setup/{setup}", None, empty_site=True),
    Screen("error-404", "/s/{space}/nothing-here"),
    Screen("error-403", "/s/{request_space}/-/new", "noor"),
    Screen("patterns", "/patterns"),
)


def bring(page: Page, site: Site, screen: Screen) -> None:
    """Bring a page to a screen in its state."""
    page.goto(site.url + screen.address.format(**site.known))
    if screen.prepare:
        screen.prepare(page)
