// The comment that is open beside the text: on a wide screen next to its words, on a narrow one as a sheet. Its forms
// are sent and answered in place; what was typed and not sent is kept while the page is open.
import { highlight } from "./comments-words.js";
import { postForms } from "./previewing.js";

const below = 96; // pixels from the top of the window to the words of the open comment

export function noteBeside(prose, words, changed) {
  const note = document.createElement("aside");
  note.className = "note";
  note.hidden = true;
  note.setAttribute("aria-label", words.label);
  prose.after(note);
  const typed = new Map();
  let open = null; // { url, chip, about }
  let asked = 0; // how often something else was wanted here: an answer to what came before shows nothing

  async function show(url, pressed, about, chip = pressed) {
    if (open?.url === url && pressed) return close();
    const html = await ask(`${url}?beside=1`);
    if (html === null) return;
    keep();
    fill(html, { url, chip, about });
    restore();
    if (!pressed) changed();
  }

  async function write(url, there, about) {
    const section = there.section ? `&section=${encodeURIComponent(there.section)}` : "";
    const html = await ask(`${url}?beside=1${section}`);
    if (html === null) return;
    keep();
    fill(html, { url, chip: null, about });
    for (const [name, value] of Object.entries(there)) note.querySelector(`[name="${name}"]`).value = value ?? "";
    const quoted = note.querySelector("[data-note-quote]");
    if (quoted) quoted.textContent = shortened(there.quote);
    restore();
    note.querySelector("[name=text]").focus();
  }

  // null where it failed, and where something else was wanted meanwhile.
  async function ask(address) {
    const mine = (asked += 1);
    const answer = await fetched(address);
    if (mine !== asked) return null;
    if (!answer) tell();
    return answer?.html ?? null;
  }

  function tell() {
    note.hidden = false;
    const line = note.querySelector("[data-note-failed]") ?? document.createElement("p");
    Object.assign(line, { className: "err", textContent: words.failed });
    line.dataset.noteFailed = "";
    line.setAttribute("role", "alert");
    note.append(line);
  }

  // What others did with the comment that is open waits to be pressed. True where it is this one.
  function heard(uid, what, name) {
    if (!open?.url.endsWith(`/${uid}`)) return false;
    const button = note.querySelector("[data-note-news]") ?? document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn--sm", textContent: (words[what] ?? words.changed).replace("{name}", name) });
    button.dataset.noteNews = "";
    const place = note.querySelector(".note__f");
    if (place) place.before(button);
    else note.append(button);
    button.onclick = () => show(open.url, null, open.about, open.chip);
    return true;
  }

  function fill(html, now) {
    open?.chip?.setAttribute("aria-expanded", "false");
    open = now;
    // Made by the server, where all that people wrote was made harmless.
    note.innerHTML = html;
    postForms(note);
    note.hidden = false;
    place();
    open.chip?.setAttribute("aria-expanded", "true");
    const first = note.querySelector("[aria-invalid]") ?? note.querySelector("[data-note-heading]");
    first?.focus({ preventScroll: true });
  }

  function place() {
    const about = open?.about;
    highlight("comment-open", about instanceof Range ? [about] : []);
    if (!about) return;
    const { top } = about.getBoundingClientRect();
    note.style.marginBlockStart = `${Math.max(0, top - prose.getBoundingClientRect().top)}px`;
    // Neither the bar above nor a sheet at the foot of a narrow screen may lie over the words that it is about.
    const sheet = getComputedStyle(note).position === "fixed";
    if (sheet || top < below) scrollBy({ top: top - below });
  }

  function close() {
    keep();
    asked += 1;
    note.hidden = true;
    note.replaceChildren();
    highlight("comment-open", []);
    const chip = open?.chip && prose.querySelector(`.pmn[data-url="${open.url}"]`);
    open = null;
    chip?.setAttribute("aria-expanded", "false");
    (chip ?? document.querySelector("[data-comments]")).focus({ preventScroll: true });
  }

  // After the marks were drawn anew: the open comment belongs to the mark that is there now.
  function follow() {
    if (!open) return;
    open.chip = prose.querySelector(`.pmn[data-url="${open.url}"]`);
    open.chip?.setAttribute("aria-expanded", "true");
  }

  function named(hash) {
    const uid = hash.match(/^#comment-([0-9a-z]{10})$/)?.[1];
    const chip = uid && prose.querySelector(`.pmn[data-url$="/${uid}"]`);
    chip?.scrollIntoView({ block: "center" });
    chip?.click();
  }

  const field = () => note.querySelector("textarea[name=text]");
  const keep = () => open && field() && typed.set(open.url, field().value);
  const restore = () => open && field() && !field().value && (field().value = typed.get(open.url) ?? "");

  note.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-note-form]");
    if (!form) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const [from, sent] = [open, field()?.value];
    const answer = await fetched(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    form.removeAttribute("aria-busy");
    if (answer?.ok) typed.delete(from.url);
    if (open?.url !== from.url || open.about !== from.about) return void (answer?.ok && changed());
    if (!answer) return tell();
    // What was typed on while it was sent is not part of it, and stays.
    const more = field() && field().value !== sent ? field().value : "";
    fill(answer.html, open);
    if (more && field()) Object.assign(field(), { value: more }).focus();
    const known = note.querySelector("[data-note-form][action*='/comments/']:not([action*='/new'])");
    if (known) open.url = new URL(known.action).pathname.replace(/\/[^/]+$/, "");
    changed();
  });
  note.addEventListener("click", (event) => event.target.closest("[data-note-close]") && close());
  note.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return { show, write, follow, named, tell: heard };
}

// { ok, html }, also of a form that is given back with what is wrong; null where there is no answer to use.
async function fetched(address, options = {}) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options }).catch(() => null);
  const usable = answer && !answer.redirected && (answer.ok || [409, 422].includes(answer.status));
  const html = usable ? await answer.text().catch(() => null) : null;
  return html === null ? null : { ok: answer.ok, html };
}

const shortened = (text) => (text.length > 400 ? `${text.slice(0, 400)}…` : text);
