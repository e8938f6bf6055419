"""A browser that tells of news: begun in the settings, told in the background, refused, forgotten.

No push service of a browser's maker can be reached here. `pushManager.subscribe` alone is replaced: it
gives out an address at a service of that kind with a real key. Leave is given or refused by the
browser, the script in the background is the real one, and it is told by the browser's own tools.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.chromium import until

SETTINGS = "/settings/notifications"
SUBSCRIBED = """
PushManager.prototype.subscribe = async function (options) {
  window.asked = options;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const plain = (bytes) => btoa(String.fromCharCode(...bytes));
  const words = (bytes) => plain(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const auth = crypto.getRandomValues(new Uint8Array(16));
  const keys = { p256dh: words(raw), auth: words(auth) };
  return { toJSON: () => ({ endpoint: "https://push.example.org/send/" + words(auth), keys }) };
};
"""
ACTIVE = "async () => !!(await navigator.serviceWorker.getRegistration('/notifications/'))?.active"
# Asked while it is being shown, Chromium takes a notice that is not on the screen yet for one that is gone.
COUNTED = """() => {
  self.shown = 0;
  const show = self.registration.showNotification.bind(self.registration);
  self.registration.showNotification = async (...told) => {
    await show(...told);
    self.shown += 1;
  };
}"""
PRESSED = """async () => {
  self.opened = [];
  self.clients.openWindow = async (url) => { self.opened.push(url); };
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/notifications/");
  const found = await registration.getNotifications();
  return found.map(({ title, body, data }) => ({ title, body, data }));
}"""


@pytest.fixture
def window(site, visit) -> Any:
    """A window of Ruben in which the push service is replaced."""
    page = visit("ruben")
    page.add_init_script(SUBSCRIBED)
    return page


def begin(page: Any, site: Any) -> None:
    page.context.grant_permissions(["notifications"], origin=site.url)
    page.goto(site.url + SETTINGS)
    page.click("form[data-push] button")
    page.wait_for_selector(".flash >> text=This browser tells you")


def deliver(page: Any, site: Any, message: str) -> None:
    """Tell the script in the background, as the browser does when its push service was asked to.

    Ends when the script has shown what it was told.
    """
    tools = page.context.new_cdp_session(page)
    registered: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(each["registrationId"] for each in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    until(page, ACTIVE)
    while not registered:
        page.wait_for_timeout(20)
    given = {"origin": site.url, "registrationId": registered[-1], "data": message}
    script = page.context.service_workers[0]
    script.evaluate(COUNTED)
    tools.send("ServiceWorker.deliverPushMessage", given)
    while not script.evaluate("self.shown"):
        page.wait_for_timeout(20)


def test_a_browser_is_let_tell_shows_what_it_is_told_and_leads_to_the_list(site, window) -> None:
    begin(window, site)
    assert window.locator("main li", has_text="What is about you").count() >= 1
    place = f"{site.url}/notifications"
    told = {"title": "Kantlijn", "body": "2 things are new for you.", "url": place}
    deliver(window, site, json.dumps(told))
    told["data"] = told.pop("url")
    assert window.evaluate(SHOWN) == [told]
    # Only a hand on the notice itself lets a script open a window: that it asks for one is seen here.
    script = window.context.service_workers[0]
    script.evaluate(PRESSED)
    assert script.evaluate("self.opened") == [place]
    until(window, f"async () => (await ({SHOWN})()).length === 0")
    assert window.goto(place).status == 200
    window.goto(site.url + SETTINGS)
    window.locator("main li", has_text="What is about you").first.get_by_role("button").click()
    window.wait_for_selector(".flash >> text=That browser tells you nothing more")


def test_a_notice_that_leads_elsewhere_opens_nothing(site, window) -> None:
    begin(window, site)
    deliver(window, site, '{"title": "Kantlijn", "body": "x", "url": "https://elsewhere.example/"}')
    script = window.context.service_workers[0]
    script.evaluate(PRESSED)
    assert script.evaluate("self.opened") == []


def test_a_browser_that_was_told_no_says_what_to_do(site, window) -> None:
    tools = window.context.new_cdp_session(window)
    here = tools.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    no = {"permission": {"name": "notifications"}, "setting": "denied", "origin": site.url}
    tools.send("Browser.setPermission", no | {"browserContextId": here})
    window.goto(site.url + SETTINGS)
    said = window.locator("form[data-push] [role=status]")
    said.filter(has_text="Allow it in the settings of the browser first").wait_for()
    window.click("form[data-push] button")
    window.wait_for_function("!document.querySelector('form[data-push] button').disabled")
    assert "Allow it in the settings" in said.inner_text()
    assert window.evaluate("window.asked") is None
