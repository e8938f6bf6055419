// From nodes to Markdown, in one plain style. What a source said in another style is kept by source.js.
import { childrenOf, needsBlank, present, tightList } from "./shapes.js";
import { address, writeLine } from "./writing_lines.js";

export const plainStyle = { how: "light", em: "*", strong: "**", references: {} };

// The Markdown of some blocks that follow each other, without a last line end. `style` is how much is escaped
// (how, see escaping.js), the signs of emphasis, and the link definitions that brackets could meet.
export function writeBlocks(nodes, style = plainStyle) {
  return siblings(nodes, { style, depth: 0 }, () => true);
}

function siblings(nodes, place, blankBetween) {
  let text = "";
  let last = null;
  for (const node of present(nodes)) {
    const own = { ...place, last, first: last === null };
    const written = blocks[node.type.name](node, own);
    if (last) text += blankBetween(last.node, node) ? "\n\n" : "\n";
    text += written;
    last = { node, marker: own.marker };
  }
  return text;
}

function indented(text, by) {
  return text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(by)}`);
}

function quoted(text) {
  return text.replace(/^(?=(.?))/gm, (_, next) => (next ? "> " : ">"));
}

const line = (node, place, how) => writeLine(node, place.style, how);

const blocks = {
  paragraph: (node, place) => line(node, place, { blockStart: true }),
  heading,
  bullet_list: (node, place) => list(node, place, ["-", "*", "+"], node.attrs.bullet),
  ordered_list: (node, place) => list(node, place, [".", ")"], node.attrs.delimiter),
  blockquote: (node, place) => quoted(siblings(childrenOf(node), deeper(place), () => true)),
  callout,
  footnote: (node, place) => {
    return `[^${node.attrs.label}]: ${indented(siblings(childrenOf(node), deeper(place), () => true), 4)}`;
  },
  table,
  code_block: code,
  horizontal_rule: (_, place) => (place.depth ? "***" : "---"),
  include: ({ attrs }) => `![[${address(attrs)}${attrs.label ? `|${attrs.label}` : ""}]]`,
  source_block: (node) => node.textContent.replace(/^\n+|\n+$/g, ""),
};

function deeper(place) {
  return { style: place.style, depth: place.depth + 1 };
}

function heading(node, place) {
  const { level } = node.attrs;
  const text = line(node, place, { oneLine: level > 2 });
  if (text.includes("\n")) return `${text}\n${(level === 1 ? "=" : "-").repeat(3)}`;
  const safe = text.replace(/(^|\s)(#+)$/, "$1\\$2");
  return `${"#".repeat(level)}${safe ? ` ${safe}` : ""}`;
}

function list(node, place, markers, wanted) {
  const sameKind = place.last?.node.type === node.type ? place.last.marker : null;
  const marker = wanted === sameKind ? markers.find((one) => one !== sameKind) : wanted;
  place.marker = marker;
  const tight = tightList(node);
  const numbered = node.type.name === "ordered_list";
  const indent = childrenOf(node).find((item) => item.attrs.indent)?.attrs.indent;
  return childrenOf(node)
    .map((item, at) => {
      const number = numbered ? node.attrs.order + at * node.attrs.step : "";
      return writeItem(item, `${number}${marker}`, { place, tight, indent });
    })
    .join(tight ? "\n" : "\n\n");
}

function writeItem(item, marker, { place, tight, indent }) {
  const between = tight ? needsBlank : () => true;
  const text = siblings(childrenOf(item), { ...deeper(place), item: true }, between);
  const { checked } = item.attrs;
  const task = checked === null ? "" : checked ? "[x] " : "[ ] ";
  const own = item.attrs.indent ?? indent ?? 0;
  const by = place.style.how === "light" ? Math.max(own, marker.length + 1) : marker.length + 1;
  return `${marker} ${task}${indented(text, by)}`.trimEnd();
}

function callout(node, place) {
  const { kind, title, apart } = node.attrs;
  const inside = present(childrenOf(node));
  const head = `[!${kind.toUpperCase()}]${title ? ` ${title.replace(/\s+/g, " ").trim()}` : ""}`;
  const body = siblings(inside, deeper(place), () => true);
  if (!body) return quoted(head);
  const first = inside[0];
  const below = first.type.name === "paragraph" ? !apart : !needsBlank(paragraphLike, first);
  return quoted(`${head}${below ? "\n" : "\n\n"}${body}`);
}

const paragraphLike = { type: { name: "paragraph" } };

function table(node, place) {
  const rows = childrenOf(node).map(childrenOf);
  const columns = Math.max(...rows.map((row) => row.length));
  const row = (cells) => `|${cells.map((cell) => (cell ? ` ${cell} ` : "  ")).join("|")}|`;
  const texts = rows.map((cells) => {
    return Array.from({ length: columns }, (_, at) => {
      return cells[at] ? line(cells[at].firstChild, place, { cell: true, oneLine: true }) : "";
    });
  });
  const rule = Array.from({ length: columns }, (_, at) => dashes[rows[0][at]?.attrs.align ?? "none"]);
  return [row(texts[0]), row(rule), ...texts.slice(1).map(row)].join("\n");
}

const dashes = { none: "---", left: ":--", center: ":-:", right: "--:" };

function code(node, place) {
  const { language, fence } = node.attrs;
  const text = node.textContent;
  const plain = fence === "indent" && !language && place.style.how === "light" && /^[^\n]*\S/.test(text) && /\S[^\n]*$/.test(text);
  if (plain && !(place.item && place.first)) return `    ${indented(text, 4)}`;
  const sign = fence[0] === "~" || language.includes("`") ? "~" : "`";
  const runs = (text.match(sign === "~" ? /^\s*~{3,}/gm : /^\s*`{3,}/gm) ?? []).map((run) => run.trim().length);
  const size = Math.max(3, fence === "indent" ? 3 : fence.length, ...runs.map((run) => run + 1));
  const mark = sign.repeat(size);
  return `${mark}${language}\n${text}${text ? "\n" : ""}${mark}`;
}
