// What a page can hold while it is edited visually: the nodes and marks of the server's Markdown (essp/core/markdown).
//
// Every block carries `key`: the number of the block of the source it came from, or null when it is new; a saved
// page keeps the source of untouched blocks by it (source.js). Attributes that only remember how something was
// written (bullet, delimiter, step, indent, fence, apart) never change what is shown and may always be left out.
import { Schema } from "prosemirror-model";
import { addressData, addressOf, data, inlines, marks, written } from "./schema_lines.js";

const key = { key: { default: null } };
const cell = {
  align: { default: null }, // null, "left", "center" or "right"
  colspan: { default: 1 },
  rowspan: { default: 1 },
  colwidth: { default: null },
};
export const calloutKinds = ["note", "tip", "important", "warning", "caution"];
const calloutLooks = { tip: " callout--ok", warning: " callout--due", caution: " callout--stop" };
const aligned = { right: "n", center: "centre" };

const alignOf = (dom) => ({ align: dom.style.textAlign || data(dom, "align") });
const cellDOM = (tag, node) => {
  const attrs = { class: aligned[node.attrs.align] ?? null, "data-align": node.attrs.align };
  return [tag, tag === "th" ? { ...attrs, scope: "col" } : attrs, 0];
};

const blocks = {
  doc: { content: "block+" },
  paragraph: {
    content: "inline*",
    group: "block",
    attrs: key,
    parseDOM: [{ tag: "p" }],
    toDOM: () => ["p", 0],
  },
  heading: {
    attrs: { ...key, level: { default: 2 } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      getAttrs: (dom) => ({ level: Number(data(dom, "level") ?? level) }),
    })),
    // The page's one h1 is its title. How large a level looks depends on the highest one: visual.css.
    toDOM: ({ attrs }) => [`h${Math.max(2, attrs.level)}`, { "data-level": attrs.level }, 0],
  },
  bullet_list: {
    attrs: { ...key, tight: { default: true }, bullet: { default: "-" } },
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ul" }],
    toDOM: () => ["ul", 0],
  },
  ordered_list: {
    // step: 0 when every item is written with the same number.
    attrs: {
      ...key,
      order: { default: 1 },
      tight: { default: true },
      delimiter: { default: "." },
      step: { default: 1 },
    },
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.start ?? 1 }) }],
    toDOM: ({ attrs }) => ["ol", attrs.order === 1 ? {} : { start: attrs.order }, 0],
  },
  list_item: {
    // checked: null for a plain item, true or false for a task. indent: columns of what follows its first line.
    attrs: { checked: { default: null }, indent: { default: null } },
    content: "block+",
    defining: true,
    parseDOM: [
      {
        tag: "li",
        getAttrs: (dom) => ({ checked: { true: true, false: false }[data(dom, "checked")] ?? null }),
      },
    ],
    toDOM: ({ attrs }) => ["li", attrs.checked === null ? {} : { "data-checked": String(attrs.checked) }, 0],
  },
  table: {
    attrs: key,
    content: "table_row+",
    group: "block",
    tableRole: "table",
    isolating: true,
    parseDOM: [{ tag: "table" }],
    toDOM: () => ["div", { class: "tablewrap" }, ["table", ["tbody", 0]]],
  },
  table_row: {
    content: "(table_cell | table_header)+",
    tableRole: "row",
    parseDOM: [{ tag: "tr" }],
    toDOM: () => ["tr", 0],
  },
  // A cell of Markdown is one line: one paragraph without line breaks.
  table_cell: {
    attrs: cell,
    content: "paragraph",
    tableRole: "cell",
    isolating: true,
    parseDOM: [{ tag: "td", getAttrs: alignOf }],
    toDOM: (node) => cellDOM("td", node),
  },
  // The first row of every table, and no other (tables.js sees to it).
  table_header: {
    attrs: cell,
    content: "paragraph",
    tableRole: "header_cell",
    isolating: true,
    parseDOM: [{ tag: "th", getAttrs: alignOf }],
    toDOM: (node) => cellDOM("th", node),
  },
  code_block: {
    // language: the whole information after the fence, as "python" or "ruby title=x".
    attrs: { ...key, language: { default: "" }, fence: { default: "```" } },
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    parseDOM: [
      {
        tag: "pre",
        preserveWhitespace: "full",
        getAttrs: (dom) => ({ language: data(dom, "language") ?? "" }),
      },
    ],
    toDOM: ({ attrs }) => ["pre", { "data-language": attrs.language }, ["code", 0]],
  },
  blockquote: {
    attrs: key,
    content: "block+",
    group: "block",
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  callout: {
    // title: Markdown of one line, "" for the name of the kind. apart: the title is a paragraph of its own.
    attrs: { ...key, kind: { default: "note" }, title: { default: "" }, apart: { default: false } },
    content: "block+",
    group: "block",
    defining: true,
    parseDOM: [
      {
        tag: "aside[data-callout]",
        contentElement: (dom) => dom.querySelector("[data-callout-body]") ?? dom,
        getAttrs: (dom) => ({ kind: data(dom, "callout"), title: data(dom, "title") ?? "" }),
      },
    ],
    toDOM: ({ attrs }) => [
      "aside",
      {
        class: `callout${calloutLooks[attrs.kind] ?? ""}`,
        "data-callout": attrs.kind,
        "data-title": attrs.title,
      },
      ["div", { "data-callout-body": "" }, 0],
    ],
  },
  footnote: {
    attrs: { ...key, label: {} },
    content: "block+",
    group: "block",
    defining: true,
    parseDOM: [{ tag: "div[data-footnote]", getAttrs: (dom) => ({ label: data(dom, "footnote") ?? "1" }) }],
    toDOM: ({ attrs }) => ["div", { class: "footnote", "data-footnote": attrs.label }, 0],
  },
  horizontal_rule: { attrs: key, group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  // ![[Page]] on a line of its own: the page, or one section of it, stands here.
  include: {
    attrs: { ...key, page: {}, section: { default: null }, space: { default: null }, label: { default: null } },
    group: "block",
    atom: true,
    parseDOM: [{ tag: "div[data-include]", getAttrs: (dom) => addressOf(dom) }],
    toDOM: ({ attrs }) => ["div", { class: "include", "data-include": "", ...addressData(attrs) }, written(attrs)],
  },
  // Markdown that cannot be edited visually: it is edited as it is written.
  source_block: {
    attrs: key,
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    isolating: true,
    parseDOM: [{ tag: "pre[data-source]", preserveWhitespace: "full", priority: 60 }],
    toDOM: () => ["pre", { class: "as-written", "data-source": "" }, ["code", 0]],
  },
};

export { written };
export const schema = new Schema({ nodes: { ...blocks, ...inlines }, marks });
