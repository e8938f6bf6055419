// The dialog that links what is selected: to a page found by its title, to a page that is still to be made, or to
// an address. It changes and takes away a link that is there.
import { Fragment } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import { schema } from "../schema.js";
import { addressIn } from "./addresses.js";
import { asking } from "./asking.js";
import { finder } from "./finder.js";
import { announce, part, say } from "./wording.js";

const { nodes, marks } = schema;
let dialog = null;

// What is linked now: a mark around the caret, a chosen link to a page, or nothing yet.
export function linkAt({ selection, doc }) {
  const { $from, from, to, node } = selection;
  if (node?.type === nodes.wiki_link) {
    return { from, to, page: node, text: node.attrs.label ?? "", href: "" };
  }
  const near = [$from.marks(), $from.nodeAfter?.marks, $from.nodeBefore?.marks];
  const mark = near.map((set) => set && marks.link.isInSet(set)).find(Boolean);
  if (!mark) return { from, to, text: doc.textBetween(from, to, " ", ""), href: "" };
  const range = rangeOf($from, mark);
  return { ...range, mark, text: doc.textBetween(range.from, range.to), href: mark.attrs.href };
}

function rangeOf($pos, mark) {
  const { parent } = $pos;
  let first = $pos.index();
  if (first >= parent.childCount || !mark.isInSet(parent.child(first).marks)) first -= 1;
  let last = first + 1;
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first -= 1;
  while (last < parent.childCount && mark.isInSet(parent.child(last).marks)) last += 1;
  let from = $pos.start();
  for (let index = 0; index < first; index += 1) from += parent.child(index).nodeSize;
  let to = from;
  for (let index = first; index < last; index += 1) to += parent.child(index).nodeSize;
  return { from, to };
}

export function openLink(view) {
  dialog ??= wake(part("link-dialog"));
  const now = linkAt(view.state);
  dialog.open(view, now);
}

function wake(frame) {
  const to = frame.querySelector("#editor-link-to");
  const text = frame.querySelector("#editor-link-text");
  const unlink = frame.querySelector("[data-act=unlink]");
  const { dataset } = part("place");
  const place = { uid: dataset.page, space: dataset.space };
  let view = null;
  let now = null;
  const found = finder(frame, to, asking(), place, (item) => keep(item));

  function open(target, link) {
    [view, now] = [target, link];
    const page = link.page?.attrs;
    to.value = page ? [page.page, page.section].filter(Boolean).join("#") : link.href || addressIn(link.text) || "";
    text.value = link.text;
    unlink.hidden = !link.mark && !link.page;
    found.clear();
    frame.showModal();
    to.select();
    if (!to.value && link.text.length < 100) found.look(link.text);
  }

  // An item of the list, or else the address that was typed.
  function keep(item) {
    const href = addressIn(to.value);
    if (!item && !href) return found.say(say("notAnAddress"));
    const content = item && !href ? pageLink(item) : webLink(href);
    const { tr } = view.state;
    tr.replaceWith(now.from, now.to, content);
    frame.close();
    view.dispatch(tr.scrollIntoView());
    announce(say("linked"));
    return undefined;
  }

  function pageLink(item) {
    const label = text.value.trim();
    const parsed = surroundings.parse(item.insert).firstChild.content;
    const link = parsed.firstChild;
    if (link.type !== nodes.wiki_link || !label || label === link.attrs.page) return parsed;
    return Fragment.from(link.type.create({ ...link.attrs, label }, null, link.marks));
  }

  // Words that carried marks keep them.
  function webLink(href) {
    const words = text.value.trim() || href.replace(/^mailto:/, "");
    const mark = marks.link.create({ href, title: now.mark?.attrs.title ?? null });
    if (words === now.text && !now.page) {
      const kept = [];
      view.state.doc.slice(now.from, now.to).content.descendants((node) => {
        if (node.isInline) kept.push(node.mark(mark.addToSet(node.marks)));
      });
      if (kept.length) return Fragment.from(kept);
    }
    return Fragment.from(schema.text(words, [mark]));
  }

  // Pressed twice it links once, and not after the dialog was left.
  let asked = null;
  async function submit() {
    const mine = (asked = now);
    const item = addressIn(to.value) ? null : await found.current();
    if (asked !== mine || now !== mine || !frame.open) return;
    asked = null;
    keep(item);
  }
  frame.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "link") submit();
    if (act === "unlink") takeAway(view, now, frame);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.closest("button")) return;
    event.preventDefault();
    submit();
  });
  frame.addEventListener("close", () => view?.focus());
  return { open };
}

function takeAway(view, now, frame) {
  const { tr } = view.state;
  if (now.page) tr.replaceWith(now.from, now.to, schema.text(now.page.attrs.label || now.page.attrs.page || " "));
  else tr.removeMark(now.from, now.to, marks.link);
  frame.close();
  view.dispatch(tr);
}

export function unlink(view) {
  const now = linkAt(view.state);
  if (now.mark) view.dispatch(view.state.tr.removeMark(now.from, now.to, marks.link));
  view.focus();
}

// An address pasted over a selection links it.
export function linkSelection(view, href) {
  const { from, to, empty } = view.state.selection;
  if (empty || view.state.selection instanceof NodeSelection) return false;
  view.dispatch(view.state.tr.addMark(from, to, marks.link.create({ href })));
  announce(say("linked"));
  return true;
}

let surroundings = null;

export function linksOfEditor(given) {
  surroundings = given;
}
