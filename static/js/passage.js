// Words that are selected in a page can be linked to; so can its headings.
import { copy, sayFor } from "./copying.js";
import { fragmentOf } from "./fragments.js";
import { whenQuiet } from "./wait.js";

export function passages() {
  const bar = document.querySelector("[data-passage]");
  const prose = document.querySelector(".doc .prose");
  if (!bar || !prose) return;
  const said = document.querySelector("[data-passage-said]");
  const button = bar.querySelector("[data-passage-copy]");
  const pageAddress = location.origin + location.pathname;
  let address = "";

  function hide() {
    bar.hidden = true;
    said.textContent = "";
  }

  function offer() {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const inside = range && prose.contains(range.commonAncestorContainer);
    const fragment = inside ? fragmentOf(range, prose) : "";
    if (!fragment) return hide();
    address = `${pageAddress}#${fragment}`;
    bar.hidden = false;
    place(range);
  }

  function place(range) {
    const rows = range.getClientRects();
    const last = rows[rows.length - 1] ?? range.getBoundingClientRect();
    const home = bar.offsetParent.getBoundingClientRect();
    const furthest = home.width - bar.offsetWidth - 8;
    bar.style.insetInlineStart = `${Math.max(8, Math.min(last.right - home.left - bar.offsetWidth / 2, furthest))}px`;
    bar.style.insetBlockStart = `${last.bottom - home.top + 8}px`;
  }

  async function take(link) {
    if (!(await copy(link))) return;
    said.textContent = button.dataset.copied;
  }

  // A press on the button must not undo the selection it is about.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", async () => {
    await take(address);
    sayFor(1500, button.querySelector("span"), button.dataset.copied, hide);
  });
  prose.addEventListener("click", (event) => {
    const anchor = event.target.closest("a.anchor");
    if (anchor) take(pageAddress + anchor.hash);
  });
  document.addEventListener("selectionchange", whenQuiet(150, offer));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) hide();
  });
}
