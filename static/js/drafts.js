// Unsaved text is kept: on the server within a second of a pause (data-draft-url), in this browser when the
// server does not answer, and it is offered again. Who leaves before is asked. Nothing is said that is not true at that moment.
import { draftPrefix, forget, recall, remember } from "./memory.js";
import { posting } from "./posting.js";
import { saveState } from "./savestate.js";
import { tickAgain, ticks } from "./topics.js";
import { whenQuiet } from "./wait.js";

const pause = 800;
const slow = 1000;
const longestWait = 60_000;
const fields = ["title", "text", "summary", "topics"];

export function drafts(area) {
  const { form } = area;
  const address = area.dataset.draftUrl;
  if (!address) return;
  const key = `${draftPrefix}${address}`;
  const state = saveState();
  let stored = snapshot(form, "defaultValue");
  let wait = 0;
  let retry = 0;
  let sending = null;
  let leaving = false;

  const pending = () => !same(stored, snapshot(form));
  const keepHere = (submitted = false) => {
    const based = form.elements.based_on?.value;
    return remember(key, { ...snapshot(form), based, at: Date.now(), submitted, from: location.pathname });
  };

  async function send() {
    clearTimeout(retry);
    if (leaving || sending || !pending()) return;
    const now = snapshot(form);
    sending = new AbortController();
    const late = setTimeout(() => state.say("saving"), slow);
    const outcome = await attempt(sending.signal);
    clearTimeout(late);
    sending = null;
    if (leaving) return;
    if (outcome !== "saved") return fail(outcome);
    stored = now;
    wait = 0;
    forget(key);
    state.say("saved");
    if (pending()) sendSoon();
  }
  const sendSoon = whenQuiet(pause, send);

  async function attempt(signal) {
    try {
      const answer = await posting(address, form, {}, { signal, redirect: "manual" });
      if (answer.ok) return "saved";
      if (answer.type === "opaqueredirect" || answer.status === 401) return "signedOut";
      return answer.status >= 500 || answer.status === 429 ? "offline" : "refused";
    } catch {
      return "offline";
    }
  }

  function fail(outcome) {
    state.say(keepHere() ? outcome : "tabOnly");
    wait = Math.min(longestWait, Math.max(2000, wait * 2));
    retry = setTimeout(send, wait);
  }

  form.addEventListener("input", sendSoon);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && pending() && !leaving && keepHere()) send();
  });
  addEventListener("beforeunload", (event) => {
    if (leaving || !pending()) return;
    keepHere();
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    sendSoon.cancel();
    sending?.abort();
    keepHere(true);
  });
  // Back from where the form went: what was sent may not have arrived, so it is kept again.
  addEventListener("pageshow", () => {
    leaving = false;
    if (pending()) sendSoon();
  });
  offer(form, key, state);
}

// `reading` is value, or defaultValue for what the server put there: a browser may bring back what was typed.
function snapshot(form, reading = "value") {
  const typed = Object.fromEntries(fields.map((name) => [name, form.elements[name]?.[reading] ?? ""]));
  return { ...typed, ticks: ticks(form, reading === "value" ? "checked" : "defaultChecked") };
}

function same(one, other) {
  return [...fields, "ticks"].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

// What an earlier visit could only keep here. A copy that was submitted counts as saved once the page moved on.
function offer(form, key, state) {
  const kept = recall(key);
  if (!kept) return;
  const published = kept.submitted && kept.based !== form.elements.based_on?.value;
  if (published || same(kept, snapshot(form))) return void forget(key);
  const use = state.action("use", () => {
    for (const name of fields) if (form.elements[name]) form.elements[name].value = kept[name] ?? "";
    tickAgain(form, kept.ticks);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  state.say("recovered", new Date(kept.at), use, state.action("drop", () => forget(key)));
}
