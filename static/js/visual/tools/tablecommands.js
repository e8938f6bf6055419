// Tables: made, grown, shrunk, and their rows and columns moved. A table of Markdown has one row of headings, its
// first, and each column has one alignment.
import { Fragment } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  moveTableColumn,
  moveTableRow,
  selectedRect,
} from "prosemirror-tables";
import { schema } from "../schema.js";

const { nodes } = schema;
const rows = 3;
const columns = 3;

export const tableCommands = {
  rowBefore: inTable(notAboveHeadings(addRowBefore)),
  rowAfter: inTable(addRowAfter),
  rowUp: inTable(moved("row", -1)),
  rowDown: inTable(moved("row", 1)),
  rowRemove: inTable(lastOneRemovesAll("height", deleteRow)),
  columnBefore: inTable(addColumnBefore),
  columnAfter: inTable(addColumnAfter),
  columnLeft: inTable(moved("column", -1)),
  columnRight: inTable(moved("column", 1)),
  columnRemove: inTable(lastOneRemovesAll("width", deleteColumn)),
  alignLeft: alignment("left"),
  alignCenter: alignment("center"),
  alignRight: alignment("right"),
  headings: { ...inTable(headingsOnOff), active: (state) => isInTable(state) && hasHeadings(state) },
  tableRemove: inTable(deleteTable),
};

function inTable(run) {
  const guarded = (state, dispatch, view) => isInTable(state) && run(state, dispatch, view);
  return { run: guarded, able: guarded };
}

export function tableOf(height, width, textAt = () => "", headed = true) {
  const cellsOf = (row) =>
    Array.from({ length: width }, (_cell, column) => {
      const type = row === 0 && headed ? nodes.table_header : nodes.table_cell;
      const words = textAt(row, column);
      return type.create(null, nodes.paragraph.create(null, words ? schema.text(words) : null));
    });
  return nodes.table.create(
    null,
    Array.from({ length: height }, (_row, row) => nodes.table_row.create(null, cellsOf(row))),
  );
}

export function insertTable(state, dispatch) {
  const { $from } = state.selection;
  if (isInTable(state)) return false;
  if (!dispatch) return true;
  const { depth, parent } = $from;
  const empty = parent.type === nodes.paragraph && !parent.content.size;
  const at = empty ? $from.before(depth) : $from.after(depth);
  const last = $from.indexAfter(depth - 1) === $from.node(depth - 1).childCount;
  const content = [tableOf(rows, columns), ...(last ? [nodes.paragraph.create()] : [])];
  const tr = state.tr.replaceWith(at, empty ? $from.after(depth) : at, Fragment.from(content));
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 4)));
  dispatch(tr.scrollIntoView());
  return true;
}

// A row above the headings would become the headings: it is put below them.
function notAboveHeadings(run) {
  return (state, dispatch, view) => (selectedRect(state).top === 0 ? addRowAfter : run)(state, dispatch, view);
}

function hasHeadings(state) {
  return Boolean(selectedRect(state).table.firstChild.textContent.trim());
}

// Markdown has no table without a row of headings. Off: an empty one is put above, which nobody sees who reads, and
// what stood in the headings is an ordinary row. On: an empty one goes, and the first row is the headings again.
function headingsOnOff(state, dispatch) {
  const { table, tableStart } = selectedRect(state);
  const first = table.firstChild;
  if (hasHeadings(state)) {
    const cells = [];
    first.forEach((cell) => cells.push(nodes.table_header.create(cell.attrs, nodes.paragraph.create())));
    dispatch?.(state.tr.insert(tableStart, nodes.table_row.create(null, cells)).scrollIntoView());
    return true;
  }
  if (table.childCount < 2) return false;
  dispatch?.(state.tr.delete(tableStart, tableStart + first.nodeSize).scrollIntoView());
  return true;
}

function lastOneRemovesAll(side, run) {
  return (state, dispatch, view) => {
    const { map, top, bottom, left, right } = selectedRect(state);
    const chosen = side === "height" ? bottom - top : right - left;
    return (map[side] <= chosen ? deleteTable : run)(state, dispatch, view);
  };
}

function moved(what, step) {
  return (state, dispatch, view) => {
    const rect = selectedRect(state);
    const from = what === "row" ? rect.top : rect.left;
    const to = from + step;
    // The headings stay the headings.
    const first = what === "row" ? 1 : 0;
    const end = what === "row" ? rect.map.height : rect.map.width;
    if (from < first || to < first || to >= end) return false;
    const run = what === "row" ? moveTableRow : moveTableColumn;
    return run({ from, to, select: false })(state, dispatch && ((tr) => dispatch(followed(tr, rect, what, to))), view);
  };
}

// The caret goes where the row or column went.
function followed(tr, { tableStart, top, left }, what, to) {
  const table = tr.doc.nodeAt(tableStart - 1);
  const [row, column] = what === "row" ? [to, left] : [top, to];
  let pos = tableStart + 1;
  for (let index = 0; index < row; index += 1) pos += table.child(index).nodeSize;
  for (let index = 0; index < column; index += 1) pos += table.child(row).child(index).nodeSize;
  return tr.setSelection(TextSelection.near(tr.doc.resolve(pos + 2))).scrollIntoView();
}

function alignment(align) {
  const active = (state) => isInTable(state) && cellsOfColumns(state).every(({ node }) => node.attrs.align === align);
  const run = (state, dispatch) => {
    if (!isInTable(state)) return false;
    const wanted = active(state) ? null : align;
    const { tr } = state;
    for (const { pos, node } of cellsOfColumns(state)) {
      tr.setNodeMarkup(pos, null, { ...node.attrs, align: wanted });
    }
    dispatch?.(tr);
    return true;
  };
  return { run, active, able: isInTable };
}

function cellsOfColumns(state) {
  const { map, table, tableStart, left, right } = selectedRect(state);
  const inside = map.cellsInRect({ left, right, top: 0, bottom: map.height });
  return inside.map((offset) => ({ pos: tableStart + offset, node: table.nodeAt(offset) }));
}
