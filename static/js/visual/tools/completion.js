// Suggestions in the visual editor: [[ pages and sections, @ people, # topics, / commands.
import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { schema } from "../schema.js";
import { insertBlock } from "./commands.js";
import { headingItem } from "./headings.js";
import { menuOf } from "./menu.js";
import { know } from "./named.js";
import { templateParts } from "./parts.js";
import { suggesting } from "./suggesting.js";
import { closing, triggerIn } from "./triggers.js";
import { part } from "./wording.js";

const { nodes, marks } = schema;
const lookBehind = 400;
const piece = "\ufffc";

export function completion(surroundings) {
  let list = null;
  return new Plugin({
    view(view) {
      list = suggesting(view.dom, editorOf(view, surroundings));
      const left = () => list.update(null);
      const moved = () => list.place();
      view.dom.addEventListener("blur", left);
      view.dom.addEventListener("scroll", moved);
      return {
        update(_view, before) {
          const typed = !before.doc.eq(view.state.doc);
          if (typed || !before.selection.eq(view.state.selection)) list.update(triggerAt(view.state), typed);
        },
        destroy() {
          view.dom.removeEventListener("blur", left);
          list.stop();
        },
      };
    },
    props: {
      handleKeyDown: (_view, event) => list?.key(event) ?? false,
    },
  });
}

// What is being written at the caret; null in code, and where something is selected.
export function triggerAt({ selection, storedMarks }) {
  const { $from, empty } = selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  if (marks.code.isInSet(storedMarks ?? $from.marks())) return null;
  const from = Math.max(0, $from.parentOffset - lookBehind);
  const found = triggerIn($from.parent.textBetween(from, $from.parentOffset, null, piece));
  if (found) found.start += from;
  return found;
}

function editorOf(view, surroundings) {
  const { dataset } = part("place");
  const commands = menuOf(view);
  const place = { uid: dataset.page, space: dataset.space };
  const parts = templateParts(place, (text) => insertBlocks(view, surroundings.parse(text)));
  const rangeOf = ({ kind, start }) => {
    const { $from } = view.state.selection;
    const after = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, null, piece);
    return { from: $from.start() + start, to: $from.pos + closing(kind, after) };
  };
  return {
    place,
    commands: () => [...commands, ...parts.all],
    further: parts.ask,
    headings: () => headingsOf(view.state.doc),
    whereabouts({ start }) {
      const { $from } = view.state.selection;
      return view.coordsAtPos(Math.min($from.start() + start, view.state.doc.content.size));
    },
    insert(trigger, item) {
      const { from, to } = rangeOf(trigger);
      if (item.run) {
        view.dispatch(view.state.tr.delete(from, to));
        return item.run(view);
      }
      if (item.handle) know(item.handle, item.title);
      const content = surroundings.parse((trigger.include ? "!" : "") + item.insert);
      if (trigger.include) return include(view, from, to, content.firstChild);
      return put(view, from, to, content.firstChild?.content ?? Fragment.from(schema.text(item.insert)), trigger);
    },
    shown: (trigger) => paint(view, trigger),
    retype(trigger, text) {
      const { from, to } = rangeOf(trigger);
      view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView());
    },
  };
}

// Behind a person or a topic one writes on with a space.
function put(view, from, to, content, { kind }) {
  const { state } = view;
  const next = state.doc.resolve(to).nodeAfter?.text ?? "";
  const spaced = (kind === "people" || kind === "topics") && !/^[\s.,;:!?)]/.test(next);
  const all = spaced ? content.append(Fragment.from(schema.text(" "))) : content;
  const tr = state.tr.replaceWith(from, to, all);
  // A link made from words with a mark keeps the mark.
  for (const mark of state.doc.resolve(from).marks()) tr.addMark(from, from + all.size, mark);
  view.dispatch(tr.scrollIntoView());
  view.focus();
}

function insertBlocks(view, content) {
  const { tr, selection } = view.state;
  view.dispatch(tr.replaceRange(selection.from, selection.to, new Slice(content, 0, 0)).scrollIntoView());
  view.focus();
}

function include(view, from, to, node) {
  view.dispatch(view.state.tr.delete(from, to));
  insertBlock(() => node)(view.state, view.dispatch, view);
}

function headingsOf(doc) {
  const found = [];
  doc.descendants((node) => {
    if (node.type === nodes.heading) found.push(headingItem(node.textContent, node.attrs.level));
    return !node.isTextblock;
  });
  return found;
}

// What is being typed is shown as a question, where the browser can do so without touching the text.
function paint(view, trigger) {
  if (!window.CSS?.highlights || typeof Highlight === "undefined") return;
  CSS.highlights.delete("asked");
  if (!trigger) return;
  const { $from } = view.state.selection;
  const begin = view.domAtPos($from.start() + trigger.start);
  const end = view.domAtPos($from.pos);
  const range = new Range();
  range.setStart(begin.node, begin.offset);
  range.setEnd(end.node, end.offset);
  CSS.highlights.set("asked", new Highlight(range));
}
