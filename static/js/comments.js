// Comments on passages, on the page they are about: a mark in the margin for each, the comment beside the text, and
// a new one on words that are selected. What it shows is asked for after the page, which is the same for all readers.
import { noteBeside } from "./comments-note.js";
import { highlight, located, pointed, wordsOf } from "./comments-words.js";

export function comments() {
  const link = document.querySelector("a[data-comments]");
  const prose = document.querySelector(".doc .prose");
  if (!link || !prose) return;
  const note = noteBeside(prose, link.dataset, draw);

  async function draw() {
    const answer = await fetch(link.dataset.marks, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { open, marks } = await answer.json();
    count(link, open);
    for (const old of prose.querySelectorAll(".pmn")) old.remove();
    prose.normalize();
    const words = wordsOf(prose);
    const placed = marks.map((mark) => ({ mark, range: mark.quote ? located(words, mark) : null }));
    highlight("comment", placed.map(({ range }) => range).filter(Boolean));
    // From the last to the first: a mark that is put in must not move the places of those still to come.
    for (const { mark, range } of placed.reverse()) put(mark, range);
    note.follow();
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
