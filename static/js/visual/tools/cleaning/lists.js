// Lists, as HTML has them and as office programs write them: paragraphs with a level and a sign of their own.
import { Lines } from "./lines.js";
import { isMarker, styleOf } from "./styles.js";

const numbered = /^[([]?(?:(\d{1,4}(?:\.\d{1,4})*)|[a-z]{1,3}|[ivxlc]{1,6})[.)\]]/i;

// A paragraph of Word that is an item: its sign stands in an element of its own. False when it is none.
export function wordItem(cleaner, element, marks, out, level) {
  const sign = [...element.querySelectorAll("span")].find((one) => isMarker(styleOf(one)));
  if (!sign && !/MsoListParagraph/.test(element.className)) return false;
  const written = numbered.exec(sign?.textContent.replace(/[\s\u00a0]+/g, "") ?? "");
  const item = out.item(level, Boolean(written), Number(written?.[1] ?? 1));
  fill(cleaner, element, marks, item);
  if (!item.childNodes.length) item.remove();
  return true;
}

function fill(cleaner, element, marks, item) {
  const inside = new Lines(item);
  cleaner.children(element, marks, inside);
  inside.end();
}

export function blockList(cleaner, element, marks, out, ordered) {
  if (out.single) return void cleaner.children(element, marks, out);
  // Word on the web writes each item as a list of its own, with its level.
  const items = [...element.children];
  if (items.length && items.every((one) => one.dataset.ariaLevel)) return void leveled(cleaner, items, marks, out, ordered);
  const list = cleaner.page.createElement(ordered ? "ol" : "ul");
  const start = Number(element.getAttribute("start"));
  if (ordered && start > 1) list.setAttribute("start", String(start));
  for (const child of items) listItem(cleaner, child, marks, list);
  if (list.childNodes.length) out.add(list);
}

function leveled(cleaner, items, marks, out, ordered) {
  for (const child of items) {
    const item = out.item(Number(child.dataset.ariaLevel) || 1, ordered, 1);
    fill(cleaner, child, marks, item);
    if (!item.childNodes.length) item.remove();
  }
}

function listItem(cleaner, child, marks, list) {
  // A list straight inside a list belongs to the item before it.
  if (/^(?:UL|OL)$/.test(child.nodeName)) {
    const home = list.lastElementChild ?? list.appendChild(cleaner.page.createElement("li"));
    return blockList(cleaner, child, marks, new Lines(home), child.nodeName === "OL");
  }
  const item = cleaner.page.createElement("li");
  const ticked = tickOf(child);
  if (ticked !== null) item.dataset.checked = String(ticked);
  fill(cleaner, child, marks, item);
  if (item.childNodes.length) list.append(item);
  return undefined;
}

// true or false for an item to tick off, null for any other.
function tickOf(item) {
  const box = item.querySelector(":scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]");
  if (box) return box.hasAttribute("checked");
  const holder = item.getAttribute("role") === "checkbox" ? item : item.querySelector(":scope > [role=checkbox]");
  const said = (holder ?? item).getAttribute("aria-checked");
  return said === null ? null : said === "true";
}
