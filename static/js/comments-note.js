// The comment that is open beside the text: on a wide screen next to its words, on a narrow one as a sheet. Its forms
// are sent and answered in place; what was typed and not sent is kept while the page is open.
import { highlight } from "./comments-words.js";

const below = 96; // pixels from the top of the window to the words of the open comment

export function noteBeside(prose, words, changed) {
  const note = document.createElement("aside");
  note.className = "note";
  note.hidden = true;
  note.setAttribute("aria-label", words.label);
  prose.after(note);
  const typed = new Map();
  let open = null; // { url, chip, about }

  async function show(url, pressed, about, chip = pressed) {
    if (open?.url === url && pressed) return close();
    keep();
    const html = await ask(`${url}?beside=1`);
    if (html === null) return;
    fill(html, { url, chip, about });
    restore();
    if (!pressed) changed();
  }

  async function write(url, there, about) {
    keep();
    const section = there.section ? `&section=${encodeURIComponent(there.section)}` : "";
    const html = await ask(`${url}?beside=1${section}`);
    if (html === null) return;
    fill(html, { url, chip: null, about });
    for (const [name, value] of Object.entries(there)) note.querySelector(`[name="${name}"]`).value = value ?? "";
    const quoted = note.querySelector("[data-note-quote]");
    if (quoted) quoted.textContent = shortened(there.quote);
    restore();
    note.querySelector("[name=text]").focus();
  }

  async function ask(address, options = {}) {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options }).catch(() => null);
    const usable = answer && !answer.redirected && (answer.ok || [409, 422].includes(answer.status));
    if (usable) return answer.text();
    tell();
    return null;
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
    const html = await ask(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    form.removeAttribute("aria-busy");
    if (html === null) return;
    typed.delete(open.url);
    fill(html, open);
    const sent = note.querySelector("[data-note-form][action*='/comments/']:not([action*='/new'])");
    if (sent) open.url = new URL(sent.action).pathname.replace(/\/[^/]+$/, "");
    changed();
  });
  note.addEventListener("click", (event) => event.target.closest("[data-note-close]") && close());
  note.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
  });
  return { show, write, follow, named, tell: heard };
}

const shortened = (text) => (text.length > 400 ? `${text.slice(0, 400)}…` : text);
