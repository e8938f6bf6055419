// What the buttons, the keys and the slash menu do to the text. Each command is { run, active?, able? }: run as
// ProseMirror commands are, active(state) whether its button is pressed, able(state) whether it can be used.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { Fragment } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { schema } from "../schema.js";
import { inList, toggleList } from "./listcommands.js";
import { today } from "./today.js";
import { insertTable, tableCommands } from "./tablecommands.js";

const { nodes, marks } = schema;

export const commands = {
  undo: { run: undo, able: undo },
  redo: { run: redo, able: redo },
  ...Object.fromEntries([2, 3, 4].map((level) => [`heading${level}`, heading(level)])),
  strong: marked(marks.strong),
  em: marked(marks.em),
  strike: marked(marks.strike),
  mono: marked(marks.code),
  bullets: listed("bullets"),
  numbers: listed("numbers"),
  tasks: listed("tasks"),
  quote: around(nodes.blockquote),
  ...Object.fromEntries(
    ["note", "tip", "important", "warning", "caution"].map((kind) => [kind, around(nodes.callout, { kind })]),
  ),
  code: { run: toggleCode, active: (state) => blockIs(state, nodes.code_block) },
  divider: { run: insertBlock(() => nodes.horizontal_rule.create()) },
  table: { run: insertTable, able: (state) => !within(state, nodes.table) },
  today: { run: insertText(() => today()) },
  ...tableCommands,
};

function heading(level) {
  const is = (state) => blockIs(state, nodes.heading, (node) => node.attrs.level === level);
  const run = (state, dispatch) =>
    (is(state) ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level }))(state, dispatch);
  return { run, active: is, able: run };
}

function marked(type) {
  const active = ({ selection, storedMarks, doc }) => {
    const { $from, from, to, empty } = selection;
    if (empty) return Boolean(type.isInSet(storedMarks ?? $from.marks()));
    return doc.rangeHasMark(from, to, type);
  };
  return { run: toggleMark(type), able: toggleMark(type), active };
}

function listed(kind) {
  return { run: toggleList(kind), active: (state) => inList(state, kind) };
}

// Puts the chosen blocks into a frame, or takes them out of it.
function around(type, attrs = null) {
  const active = (state) => within(state, type, (node) => !attrs || node.attrs.kind === attrs.kind);
  const run = (state, dispatch) => {
    const frame = ancestor(state, type);
    if (!frame) return wrapIn(type, attrs)(state, dispatch);
    if (active(state)) return lift(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(frame.pos, null, { ...frame.node.attrs, ...attrs }));
    return true;
  };
  return { run, active };
}

function toggleCode(state, dispatch) {
  const on = blockIs(state, nodes.code_block);
  return setBlockType(on ? nodes.paragraph : nodes.code_block)(state, dispatch);
}

// A block below the one with the caret, or in its place when that is empty; the caret goes behind it.
export function insertBlock(make) {
  return (state, dispatch, view) => {
    const { $from } = state.selection;
    const { parent, depth } = $from;
    if (within(state, nodes.table)) return false;
    if (!dispatch) return true;
    const node = make(state);
    const tr = state.tr;
    const empty = parent.type === nodes.paragraph && !parent.content.size;
    const at = empty ? $from.before(depth) : $from.after(depth);
    const last = empty ? $from.indexAfter(depth - 1) === $from.node(depth - 1).childCount : true;
    const content = Fragment.from(last ? [node, nodes.paragraph.create()] : [node]);
    tr.replaceWith(at, empty ? $from.after(depth) : at, content);
    const caret = node.isAtom || node.type === nodes.horizontal_rule ? at + node.nodeSize : at + 1;
    tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(caret, tr.doc.content.size))));
    dispatch(tr.scrollIntoView());
    view?.focus();
    return true;
  };
}

function insertText(make) {
  return (state, dispatch) => {
    dispatch?.(state.tr.insertText(make()).scrollIntoView());
    return true;
  };
}

export function blockIs({ selection }, type, fits = () => true) {
  const { parent } = selection.$from;
  return parent.type === type && fits(parent);
}

// The nearest node of a type around the caret, as { node, pos, depth }.
export function ancestor({ selection }, type) {
  const { $from } = selection;
  if (selection.node?.type === type) return { node: selection.node, pos: $from.pos, depth: $from.depth + 1 };
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === type) return { node, pos: $from.before(depth), depth };
  }
  return null;
}

export function within(state, type, fits = () => true) {
  const found = ancestor(state, type);
  return Boolean(found && fits(found.node));
}
