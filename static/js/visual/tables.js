// Keeps tables such as Markdown can write them: one row of headings, the first; as many cells in every row; one
// alignment for a column; no line break in a cell.
import { Plugin } from "prosemirror-state";
import { schema } from "./schema.js";

const { nodes } = schema;

export function shapedTables() {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some((one) => one.docChanged)) return null;
      const transaction = after.tr;
      for (const [table, position] of changedTables(before.doc, after.doc)) shape(transaction, table, position);
      return transaction.docChanged ? transaction : null;
    },
  });
}

function changedTables(before, after) {
  const same = new Set();
  before.forEach((node) => same.add(node));
  const found = [];
  after.forEach((node, offset) => {
    if (same.has(node)) return;
    if (node.type === nodes.table) found.push([node, offset]);
    else if (!node.isTextblock) {
      node.descendants((inner, position) => {
        if (inner.type === nodes.table) found.push([inner, offset + 1 + position]);
        return !inner.isTextblock && inner.type !== nodes.table;
      });
    }
  });
  return found.reverse();
}

function shape(transaction, table, start) {
  const heads = table.firstChild;
  table.forEach((row, rowOffset, rowIndex) => {
    const type = rowIndex === 0 ? nodes.table_header : nodes.table_cell;
    row.forEach((cell, offset, column) => {
      const align = heads.maybeChild(column)?.attrs.align ?? null;
      const position = transaction.mapping.map(start + 1 + rowOffset + 1 + offset);
      if (cell.type !== type || cell.attrs.align !== align) {
        transaction.setNodeMarkup(position, type, { ...cell.attrs, align });
      }
      unbroken(transaction, cell, position);
    });
  });
}

function unbroken(transaction, cell, position) {
  const breaks = [];
  cell.descendants((node, offset) => {
    if (node.type === nodes.hard_break) breaks.push(position + 1 + offset);
  });
  for (const at of breaks) transaction.replaceWith(at, at + 1, schema.text(" "));
}
