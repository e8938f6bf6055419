"""Somebody reports a post without leaving the conversation, and a moderator finds it in the queue."""

from __future__ import annotations


def test_a_post_is_reported_in_a_dialog_over_the_conversation(site, visit) -> None:
    page = visit("sanne")
    page.goto(f"{site.url}/t/{site.known['talk']}?part=1")
    post = page.locator(f"#p-{site.known['said']} > div").first
    post.locator("summary.iconbtn").click()
    post.get_by_role("link", name="Report it").click()
    dialog = page.get_by_role("dialog", name="Report it")
    dialog.wait_for()
    assert page.url.endswith(f"/t/{site.known['talk']}?part=1")
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    post.locator("summary.iconbtn").click()
    post.get_by_role("link", name="Report it").click()
    dialog.get_by_text("Hurtful or disrespectful").click()
    dialog.get_by_label("In a few words").fill("It hurts.")
    dialog.get_by_role("button", name="Report it").click()
    page.get_by_text("Thank you. You hear what becomes of it").wait_for()

    owner = visit("femke")
    owner.goto(f"{site.url}/care")
    owner.get_by_role("link", name="Post by Ruben Haak").first.click()
    owner.get_by_text("It hurts.").wait_for()
    owner.get_by_role("button", name="I look at it").click()
    owner.get_by_role("button", name="Decide").wait_for()
