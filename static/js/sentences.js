// Sentences that owners marked and that readers doubt: a mark in the text for each, and the way to doubt one more.
import { highlight, located, pointed, wordsOf } from "./comments-words.js";

const glyphs = { doubt: "?", flagged: "!", claim: "" };

export function sentences() {
  const prose = document.querySelector(".doc .prose");
  if (!prose) return;
  document.querySelector("[data-doubt]")?.addEventListener("click", (event) => doubt(event.currentTarget, prose));
  const link = document.querySelector("[data-sentences]");
  if (!link) return;
  const begin = () => draw(link.dataset.sentences, prose);
  if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: 2000 });
  else setTimeout(begin, 200);
}

function doubt(button, prose) {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const there = range && prose.contains(range.commonAncestorContainer) ? pointed(wordsOf(prose), range) : null;
  const asked = there ? `?${new URLSearchParams(there)}` : "";
  location.assign(button.dataset.doubt + asked);
}

async function draw(address, prose) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const { marks } = await answer.json();
  const words = wordsOf(prose);
  const placed = marks.map((mark) => ({ mark, range: located(words, mark) })).filter(({ range }) => range);
  for (const kind of Object.keys(glyphs)) {
    highlight(`sentence-${kind}`, placed.filter(({ mark }) => mark.kind === kind).map(({ range }) => range));
  }
  // From the last to the first: a mark that is put in must not move the places of those still to come.
  placed.sort((one, other) => other.range.compareBoundaryPoints(Range.END_TO_END, one.range));
  for (const { mark, range } of placed) put(mark, range);
}

function put(mark, range) {
  const link = document.createElement("a");
  Object.assign(link, { href: mark.url, className: `smk smk--${mark.kind}`, title: mark.label });
  link.setAttribute("aria-label", mark.label);
  link.dataset.glyph = glyphs[mark.kind];
  const end = range.cloneRange();
  end.collapse(false);
  const whole = end.startContainer.parentElement?.closest("a, code, button, summary");
  if (whole && !whole.matches("pre > code")) whole.after(link);
  else end.insertNode(link);
}
