// Keys of writing: lists, tables, code, line breaks, marks, undo.
import {
  baseKeymap,
  chainCommands,
  createParagraphNear,
  exitCode,
  liftEmptyBlock,
  newlineInCode,
  setBlockType,
  splitBlock,
  toggleMark,
} from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Plugin, Selection, TextSelection } from "prosemirror-state";
import { addRowAfter, goToNextCell, isInTable } from "prosemirror-tables";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
const item = nodes.list_item;

export function keys() {
  const levels = Object.fromEntries(
    [1, 2, 3, 4].map((level) => [`Mod-Alt-${level}`, setBlockType(nodes.heading, { level })]),
  );
  return [
    keymap({
      "Mod-z": undo,
      "Mod-y": redo,
      "Mod-Shift-z": redo,
      "Mod-b": toggleMark(marks.strong),
      "Mod-i": toggleMark(marks.em),
      "Mod-e": toggleMark(marks.code),
      "Mod-Shift-x": toggleMark(marks.strike),
      "Mod-Alt-0": setBlockType(nodes.paragraph),
      ...levels,
      Enter: chainCommands(enterCell, codeFromFence, leaveCode, newlineInCode, splitItem, createParagraphNear, liftEmptyBlock, splitBlock),
      "Shift-Enter": chainCommands(enterCell, exitCode, breakLine),
      Backspace: chainCommands(undoInputRule, plainFirst),
      Tab: chainCommands(nextCell, sinkListItem(item)),
      "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(item)),
      ArrowDown: chainCommands(belowCode),
    }),
    keymap(baseKeymap),
  ];
}

// A browser with much to do tells where the caret went only after the next key: End and then Enter would break the line
// where the caret was. Every key therefore begins by looking where the caret stands.
export function keysAtTheCaret() {
  const look = (view) => {
    if (!view.composing) view.domObserver.flush();
    return false;
  };
  return new Plugin({ props: { handleDOMEvents: { keydown: look } } });
}

// In a table Enter goes to the cell below, and makes a row at the end.
function enterCell(state, dispatch) {
  return cellBelow(state, dispatch, isInTable(state) ? state.selection.$from.index(-2) : 0);
}

function cellBelow(state, dispatch, column) {
  const { $from } = state.selection;
  if (!isInTable(state) || $from.depth < 3 || !$from.parent.isTextblock) return false;
  const [row, table] = [$from.node(-2), $from.node(-3)];
  if (table?.type !== nodes.table) return true;
  const index = $from.index(-3);
  if (!dispatch) return true;
  if (index + 1 === table.childCount) return addRowAfter(state, (transaction) => dispatch(toCell(transaction, $from, index + 1, column)));
  dispatch(toCell(state.tr, $from, index + 1, Math.min(column, row.childCount - 1)));
  return true;
}

function toCell(transaction, $from, index, column) {
  const start = $from.start(-3);
  const table = transaction.doc.nodeAt(start - 1);
  let position = start;
  for (let at = 0; at < index; at += 1) position += table.child(at).nodeSize;
  position += 1;
  for (let at = 0; at < column; at += 1) position += table.child(index).child(at).nodeSize;
  return transaction.setSelection(Selection.near(transaction.doc.resolve(position + 2))).scrollIntoView();
}

function nextCell(state, dispatch) {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  return cellBelow(state, dispatch, 0);
}

// A line of ``` and a language, then Enter.
function codeFromFence(state, dispatch) {
  const { $from, empty } = state.selection;
  const found = /^(?:```|~~~)([\w+#.-]*)$/.exec($from.parent.textContent);
  if (!empty || !found || $from.parent.type !== nodes.paragraph || $from.parentOffset < 3) return false;
  if (!$from.node(-1).canReplaceWith($from.index(-1), $from.indexAfter(-1), nodes.code_block)) return false;
  const transaction = state.tr.delete($from.start(), $from.end());
  dispatch?.(transaction.setBlockType($from.start(), $from.start(), nodes.code_block, { language: found[1] }));
  return true;
}

// Enter on the second empty line at the end of code leaves it.
function leaveCode(state, dispatch) {
  const { $from, empty } = state.selection;
  const atEnd = empty && $from.parent.type === nodes.code_block && $from.parentOffset === $from.parent.content.size;
  if (!atEnd || !/(^|\n)\n$/.test($from.parent.textContent)) return false;
  if (!dispatch) return true;
  const size = Math.min(2, $from.parent.content.size);
  const transaction = state.tr.delete($from.pos - size, $from.pos);
  const after = transaction.mapping.map($from.after());
  transaction.insert(after, nodes.paragraph.create());
  dispatch(transaction.setSelection(TextSelection.create(transaction.doc, after + 1)).scrollIntoView());
  return true;
}

// A new item of a task list is a task to do.
function splitItem(state, dispatch) {
  const { $from } = state.selection;
  const own = $from.depth > 1 && $from.node(-1).type === item ? $from.node(-1).attrs : null;
  return splitListItem(item, own && { ...own, checked: own.checked === null ? null : false })(state, dispatch);
}

function breakLine(state, dispatch) {
  const { parent } = state.selection.$from;
  if (!parent.inlineContent || parent.type === nodes.heading || parent.type.spec.code) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

// Backspace at the beginning of a heading or of code makes it a paragraph; of a task, a plain item.
function plainFirst(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  const { parent } = $from;
  if (parent.type === nodes.heading || (parent.type === nodes.code_block && parent.childCount === 0)) {
    return setBlockType(nodes.paragraph)(state, dispatch);
  }
  if ($from.depth < 2 || $from.node(-1).type !== item || $from.index(-1) > 0) return false;
  if ($from.node(-1).attrs.checked === null) return liftListItem(item)(state, dispatch);
  dispatch?.(state.tr.setNodeAttribute($from.before(-1), "checked", null));
  return true;
}

// Down from the last line of the page's last block, where that is code or a table: a line to write on.
function belowCode(state, dispatch, view) {
  const { $head, empty } = state.selection;
  const last = state.doc.lastChild;
  if (!empty || last.type === nodes.paragraph || $head.depth < 1 || $head.index(0) < state.doc.childCount - 1) return false;
  if (view && !view.endOfTextblock("down")) return false;
  if ($head.end(1) - $head.pos > $head.depth * 2 || !["code_block", "source_block", "table"].includes(last.type.name)) return false;
  const transaction = state.tr.insert(state.doc.content.size, nodes.paragraph.create());
  dispatch?.(transaction.setSelection(TextSelection.create(transaction.doc, transaction.doc.content.size - 1)).scrollIntoView());
  return true;
}
