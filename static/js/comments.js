// Comments on passages, on the page they are about: a mark in the margin for each, the comment beside the text, and
// a new one on words that are selected. What it shows is asked for after the page, which is the same for all readers.
import { noteBeside } from "./comments-note.js";
import { icon } from "./icons.js";
import { hear } from "./line.js";
import { highlight, located, pointed, wordsOf } from "./comments-words.js";

const spread = 3000; // milliseconds over which the windows of many readers ask again

export function comments() {
  const link = document.querySelector("a[data-comments]");
  const prose = document.querySelector(".doc .prose");
  if (!link || !prose) return;
  const note = noteBeside(prose, link.dataset, draw);

  async function marks() {
    const answer = await fetch(link.dataset.marks, { headers: { Accept: "application/json" } }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  let drawing = 0;
  async function draw() {
    const mine = (drawing += 1);
    const answer = await marks();
    if (!answer || mine !== drawing) return;
    count(link, answer.open);
    const { url: focused } = document.activeElement.matches(".pmn") ? document.activeElement.dataset : {};
    for (const old of prose.querySelectorAll(".pmn")) old.remove();
    prose.normalize();
    const words = wordsOf(prose);
    const placed = answer.marks.map((mark) => ({ mark, range: mark.quote ? located(words, mark) : null }));
    highlight("comment", placed.map(({ range }) => range).filter(Boolean));
    // From the last to the first: a mark that is put in must not move the places of those still to come.
    for (const { mark, range } of placed.reverse()) put(mark, range);
    note.follow();
    if (focused) (prose.querySelector(`.pmn[data-url="${focused}"]`) ?? link).focus({ preventScroll: true });
  }

  function put(mark, range) {
    const heading = range ? null : document.getElementById(mark.heading);
    if (!range && !heading) return;
    const chip = document.createElement("button");
    Object.assign(chip, { type: "button", className: heading ? "pmn pmn--h" : "pmn" });
    chip.setAttribute("aria-label", mark.label);
    chip.setAttribute("aria-expanded", "false");
    Object.assign(chip.dataset, { count: mark.posts, url: mark.url });
    if (heading) heading.after(chip);
    else behind(range, chip);
    // The chip may have cut a text in two; a live Range has followed.
    chip.addEventListener("click", () => note.show(mark.url, chip, range ?? heading));
  }

  function compose() {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
    if (!range || !prose.contains(range.commonAncestorContainer)) return false;
    const there = pointed(wordsOf(prose), range) ?? { quote: range.toString(), before: "", after: "", near: 0 };
    note.write(link.dataset.new, { ...there, number: link.dataset.number }, range);
    return true;
  }

  // What others say now: counted at once; in the margin a mark moves nothing, among the words it waits to be pressed.
  function heard({ comment, what, name }) {
    setTimeout(async () => {
      if (note.tell(comment, what, name)) return;
      if (inMargin() && getSelection().isCollapsed) return void draw();
      const answer = await marks();
      if (answer) count(link, answer.open);
    }, Math.random() * spread);
  }
  hear("page:comments", heard);

  // Each heading offers a comment on its section.
  function offerAtHeadings() {
    for (const heading of prose.querySelectorAll(":is(h2, h3, h4, h5, h6)[id]")) {
      if (heading.closest(".include")) continue;
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "hcm" });
      button.setAttribute("aria-label", link.dataset.onSection.replace("{heading}", wordsOf(heading).text.trim()));
      button.append(icon(link.dataset.icons, "message-square", "i--16"));
      button.addEventListener("click", () => note.write(link.dataset.new, { section: heading.id }, heading));
      heading.append(button);
    }
  }
  if (link.dataset.onSection) offerAtHeadings();

  document.querySelector("[data-comment]")?.addEventListener("click", compose);
  link.addEventListener("click", (event) => {
    if (compose()) event.preventDefault();
  });
  const begin = () => draw().then(() => note.named(location.hash));
  if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: 2000 });
  else setTimeout(begin, 200);
}

function count(link, open) {
  const number = link.querySelector(".num") ?? document.createElement("span");
  number.className = "muted num";
  number.textContent = open ? open.toLocaleString(document.documentElement.lang) : "";
  link.append(" ", number);
}

// Behind a passage, but never inside a link or a word that is marked up: those are one thing each.
function behind(range, chip) {
  const end = range.cloneRange();
  end.collapse(false);
  const whole = end.startContainer.parentElement?.closest("a, code, button, summary");
  if (whole && !whole.matches("pre > code")) return whole.after(chip);
  end.insertNode(chip);
}

const inMargin = () => matchMedia("(min-width: 75.01rem)").matches;
