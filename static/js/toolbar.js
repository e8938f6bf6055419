// The formatting bar of a textarea ([data-toolbar="ID"]): buttons, keys, and arrows between the buttons.
import { around, before, block, code, link, mention, pageLink } from "./marking.js";

const anyList = /^\s*(?:[-*+] \[[ xX]\] |[-*+] |\d+[.)] )/;
const plainList = /^\s*[-*+] (?!\[[ xX]\] )/;
const numbered = /^\s*\d+[.)] /;
const task = /^\s*[-*+] \[[ xX]\] /;
const heading = /^#{1,6} /;
const quoted = /^> ?/;

function marks(words) {
  const table = (column, cell) =>
    `| ${column} 1 | ${column} 2 |\n| --- | --- |\n| ${cell} | ${cell} |`;
  return {
    bold: (area) => around(area, "**", words.wordText),
    italic: (area) => around(area, "*", words.wordText),
    code: (area) => code(area, words.wordText),
    heading: (area) => before(area, () => "## ", heading, heading, words.wordHeading),
    link: (area) => link(area, words.wordText),
    page: (area) => pageLink(area, words.wordPage),
    list: (area) => before(area, () => "- ", plainList, anyList, words.wordItem),
    numbers: (area) => before(area, (place) => `${place + 1}. `, numbered, anyList, words.wordItem),
    tasks: (area) => before(area, () => "- [ ] ", task, anyList, words.wordTask),
    quote: (area) => before(area, () => "> ", quoted, quoted, words.wordText),
    mention,
    attach: (area) => area.form.querySelector("[data-chooses-files]").click(),
    table: (area) => block(area, table(words.wordColumn, words.wordCell)),
  };
}

const awake = new WeakSet();

export function toolbars(root = document) {
  for (const bar of root.querySelectorAll("[data-toolbar]")) {
    const area = document.getElementById(bar.dataset.toolbar);
    if (!area || awake.has(bar)) continue;
    awake.add(bar);
    wake(bar, area);
  }
}

function wake(bar, area) {
  const act = marks(bar.dataset);
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) act[button.dataset.mark](area);
  });
  area.addEventListener("keydown", (event) => {
    const mark = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    if (!mark || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    act[mark](area);
  });
  arrows(bar);
}

function arrows(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  const stop = (one) => buttons.forEach((button) => (button.tabIndex = button === one ? 0 : -1));
  stop(buttons[0]);
  bar.addEventListener("focusin", (event) => stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
  });
}
