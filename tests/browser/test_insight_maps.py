"""Stories of the maps of insight: from two departments that hardly meet to a space, and one's own figures."""

from __future__ import annotations

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def test_from_a_pair_that_hardly_meets_to_a_joint_space(visit, site) -> None:
    page = visit("ilse")
    page.goto(f"{site.url}/insight/silos")
    page.get_by_role("link", name="See what could join them").first.click()
    pair = page.locator("#pair")
    expect(pair).to_contain_text("Field operations and Market & regulation")
    pair.get_by_role("link", name="Suggest a joint space").last.click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(
        "Field operations and Market & regulation"
    )


def test_the_matrix_is_sorted_and_a_pair_is_chosen_without_script(visit, site) -> None:
    page = visit("ilse", java_script_enabled=False)
    page.goto(f"{site.url}/insight/silos")
    page.get_by_label("Order", exact=True).select_option("people")
    page.get_by_role("button", name="Sort").click()
    expect(page.locator("table.silo tbody th").first).to_have_text("Field operations")
    page.get_by_label("One department").select_option("Grid planning")
    page.get_by_label("The other department").select_option("Field operations")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.locator("#pair tbody th")).to_have_text("Field operations and Grid planning")
    expect(page.locator("table.silo tbody th").first).to_have_text("Field operations")


def test_on_a_phone_the_matrix_scrolls_and_its_departments_stay(visit, site) -> None:
    page = visit("ilse", viewport=PHONE, locale="nl")
    page.goto(f"{site.url}/insight/silos")
    region = page.locator(".scroll-x:has(table.silo)")
    region.evaluate("it => it.scrollLeft = 300")
    head = page.locator("table.silo tbody th").first
    left = head.bounding_box()["x"]
    assert left >= 0, "the name of a row stays in sight"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_gap_leads_to_who_could_answer_and_a_search_in_vain_to_a_page(visit, site) -> None:
    page = visit("ilse")
    page.goto(f"{site.url}/insight/knowledge")
    page.get_by_role("link", name="Gap 1").click()
    expect(page.locator("table.dem tbody tr")).to_have_count(1)
    page.locator("table.dem tbody th a").click()
    expect(page.get_by_role("heading", name="Who could answer")).to_be_visible()
    page.goto(f"{site.url}/insight/knowledge")
    page.get_by_role("link", name="Write the page").click()
    page.get_by_role("link", name="Congestion management").first.click()
    expect(page.locator("#title")).to_have_value("Cable pooling")


def test_somebody_looks_at_what_is_kept_objects_and_takes_it_back(visit, site) -> None:
    page = visit("femke")
    page.goto(f"{site.url}/insight/mine")
    page.get_by_role("link", name="Show what you looked for").click()
    expect(page.get_by_text("“cable pooling”")).to_be_visible()
    page.get_by_label("I may be thanked by name").check()
    page.get_by_role("button", name="Keep this").first.click()
    expect(page.get_by_label("I may be thanked by name")).to_be_checked()
    page.get_by_label("Why").fill("I would rather not.")
    page.get_by_role("button", name="Object").click()
    page.goto(f"{site.url}/insight/mine")
    expect(page.locator("#objection")).to_contain_text("You objected")
    expect(page.locator("#kept").get_by_text("nothing kept")).to_have_count(2)
    page.get_by_role("button", name="Take the objection back").click()
    page.goto(f"{site.url}/insight/mine")
    expect(page.get_by_role("button", name="Object")).to_be_visible()
