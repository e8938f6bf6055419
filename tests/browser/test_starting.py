"""Somebody new takes their four first steps by hand, from the invitation to a mended page."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_newcomer_takes_all_four_first_steps(site, visit) -> None:
    page = visit(None)
    page.set_default_timeout(60_000)
    page.goto(f"{site.url}/invitation/{site.known['newcomer']}")
    page.fill("[name=new_password]", "a new path along the dike")
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Four things that make this place yours")
    page.goto(site.url)
    page.wait_for_selector("text=0 of 4 done")

    page.click(".first >> text=Say it")
    page.fill("#ask_me_about", "batteries")
    page.click("main form button[type=submit]")

    page.wait_for_selector("text=What do you want to hear about?")
    page.check("[name=space][value=congestion-management]", force=True)
    page.click("text=Join these, and say hello")

    page.wait_for_selector("text=Ask Sanne anything")
    page.click("a:has-text('Say hello')")
    expect(page.locator("#title")).to_have_value("Hello from Daan Willems")
    page.fill("#text", "I am new in grid planning, and ask a lot.")
    page.click("#asking button.btn--primary")
    page.wait_for_selector("text=ask a lot")

    page.goto(f"{site.url}/welcome/practice")
    page.click("text=Mend this one >> nth=0")
    page.wait_for_selector("#text")
    wrong = page.input_value("#text")
    assert "was made must be replaced" in wrong
    page.fill("#text", wrong.replace("was made must be replaced", "must be replaced"))
    page.fill("#summary", "It is the day on which it must go")
    page.click(".pubbar button[type=submit]")
    page.wait_for_selector("main.doc")

    page.goto(f"{site.url}/welcome")
    page.wait_for_selector("text=You did all four.")
    page.goto(site.url)
    page.wait_for_selector(".topic:has-text('Congestion management')")
    expect(page.locator("text=First steps").locator("visible=true")).to_have_count(0)
