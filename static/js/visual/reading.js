// From Markdown to nodes: what the visual editor shows of a source. What it could not give back is not read:
// Unreadable is thrown, and that block is edited as it is written.
import { schema, written } from "./schema.js";
import { tokensOf } from "./grammar.js";

const { nodes, marks } = schema;
const callout = /^\[!(note|tip|important|warning|caution)\][ \t]*/i;
const task = /^\[([ xX])\](?:\s+|$)/;
const markOf = { em: marks.em, strong: marks.strong, s: marks.strike };

export class Unreadable extends Error {}

// The nodes of a text whose link definitions and footnotes are known to `env`.
export function readText(text, env) {
  return readTokens(tokensOf(text, env), text.split("\n"));
}

// The nodes of a run of block tokens; `lines` are those their maps count.
export function readTokens(tokens, lines) {
  const reader = { tokens, lines, at: 0 };
  const found = [];
  while (reader.at < tokens.length) found.push(block(reader));
  return found;
}

function block(reader) {
  const token = reader.tokens[reader.at];
  const read = blocks[token.type];
  if (!read) throw new Unreadable(token.type);
  reader.at += 1;
  return read(reader, token);
}

// The blocks up to the token that closes the one just opened.
function children(reader, close) {
  const found = [];
  while (reader.tokens[reader.at].type !== close) found.push(block(reader));
  reader.at += 1;
  return found;
}

function atLeastOne(found) {
  return found.length ? found : [nodes.paragraph.create()];
}

const blocks = {
  paragraph_open: (reader) => {
    const { children: inside } = reader.tokens[reader.at];
    reader.at += 2;
    return nodes.paragraph.create(null, inline(inside));
  },
  heading_open: (reader, token) => {
    const { children: inside } = reader.tokens[reader.at];
    reader.at += 2;
    return nodes.heading.create({ level: Number(token.tag[1]) }, inline(inside));
  },
  bullet_list_open: (reader, token) => list(reader, nodes.bullet_list, { bullet: token.markup }),
  ordered_list_open: (reader, token) => {
    const order = Number(token.attrGet("start") ?? 1);
    return list(reader, nodes.ordered_list, { order, delimiter: token.markup });
  },
  blockquote_open: (reader) => quote(reader),
  code_block: (_, token) => {
    return code(token.content.replace(/\n$/, ""), { language: "", fence: "indent" });
  },
  // Code whose end is not written ends with its last line.
  fence: (_, token) => {
    const open = token.map[1] - token.map[0] === token.content.split("\n").length;
    const text = token.content.replace(open ? /\n+$/ : /\n$/, "");
    return code(text, { language: token.info.trim(), fence: token.markup });
  },
  include: (_, token) => nodes.include.create(token.meta),
  hr: () => nodes.horizontal_rule.create(),
  table_open: (reader) => nodes.table.create(null, rows(reader)),
  footnote_reference_open: (reader, token) => {
    const content = children(reader, "footnote_reference_close");
    return nodes.footnote.create({ label: token.meta.label }, atLeastOne(content));
  },
};

function code(text, attrs) {
  return nodes.code_block.create(attrs, text ? schema.text(text) : null);
}

function list(reader, type, attrs) {
  const start = reader.at;
  const items = [];
  const numbers = [];
  while (reader.tokens[reader.at].type === "list_item_open") {
    numbers.push(Number(reader.tokens[reader.at].info));
    items.push(item(reader));
  }
  const close = reader.tokens[reader.at];
  reader.at += 1;
  const inside = reader.tokens.slice(start, reader.at);
  const level = close.level + 2;
  const tight = !inside.some(({ type: kind, level: depth, hidden }) => {
    return kind === "paragraph_open" && depth === level && !hidden;
  });
  const step = numbers.length > 1 && numbers.every((number) => number === numbers[0]) ? 0 : 1;
  return type.create({ ...attrs, tight, ...(type === nodes.ordered_list ? { step } : {}) }, items);
}

function item(reader) {
  const token = reader.tokens[reader.at];
  const first = reader.tokens.slice(reader.at + 1, reader.at + 3);
  const indent = indentOf(reader, token);
  reader.at += 1;
  const checked = takeMark(first, task, (match, rest) => (match[0].endsWith("]") && rest ? null : match[1] !== " "));
  const content = children(reader, "list_item_close");
  return nodes.list_item.create({ checked, indent }, atLeastOne(content));
}

// How far what follows the first line of an item is indented; null where no line tells.
function indentOf({ tokens, lines, at }, token) {
  const [first, end] = token.map;
  const below = tokens.slice(at + 1, at + 12).find((one) => one.map && one.map[0] > first && one.map[0] < end);
  if (!below) return null;
  const column = (line) => /^ */.exec(lines[line])[0].length;
  const indent = column(below.map[0]) - column(first);
  return indent >= 2 && indent <= 8 ? indent : null;
}

// What `give` makes of a mark at the beginning of the first paragraph, which loses it; null without one.
function takeMark([open, inside], pattern, give) {
  if (open?.type !== "paragraph_open") return null;
  const [text] = inside.children;
  const match = text?.type === "text" ? pattern.exec(text.content) : null;
  if (!match) return null;
  const given = give(match, inside.children.length > 1);
  if (given !== null) text.content = text.content.slice(match[0].length);
  return given;
}

function quote(reader) {
  const [open, inside] = reader.tokens.slice(reader.at, reader.at + 2);
  const kind = takeMark([open, inside], callout, (match) => match[1].toLowerCase());
  if (!kind) return nodes.blockquote.create(null, atLeastOne(children(reader, "blockquote_close")));
  const line = inside.children.findIndex(({ type }) => type === "softbreak");
  if (inside.children.slice(0, line < 0 ? undefined : line).some(({ type }) => type === "hardbreak")) {
    throw new Unreadable("a line break in the title of a callout");
  }
  if (!inside.content.startsWith("[!")) throw new Unreadable("an escaped mark of a callout");
  const title = inside.content.split("\n")[0].replace(/^\[!\w+\]/, "").trim();
  inside.children = line < 0 ? [] : inside.children.slice(line + 1);
  const alone = line < 0;
  const [first, ...others] = children(reader, "blockquote_close");
  const content = alone ? others : [first, ...others];
  const apart = alone && content[0]?.type === nodes.paragraph;
  return nodes.callout.create({ kind, title, apart }, atLeastOne(content));
}

function rows(reader) {
  const found = [];
  let cells = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    reader.at += 1;
    if (token.type === "table_close") return found;
    if (token.type === "tr_open") cells = [];
    else if (token.type === "tr_close") found.push(nodes.table_row.create(null, cells));
    else if (token.type === "th_open" || token.type === "td_open") cells.push(cell(reader, token));
  }
}

function cell(reader, token) {
  const { children: inside } = reader.tokens[reader.at];
  const type = token.type === "th_open" ? nodes.table_header : nodes.table_cell;
  const align = token.attrGet("style")?.replace("text-align:", "") ?? null;
  reader.at += 2;
  return type.create({ align }, nodes.paragraph.create(null, inline(inside)));
}

// The inline nodes of a line's tokens.
function inline(tokens) {
  const found = [];
  let active = [];
  const put = (node) => node && found.push(node.mark(active));
  const open = (mark) => {
    if (mark.isInSet(active) || mark.type.isInSet(active)) throw new Unreadable("a mark inside itself");
    active = mark.addToSet(active);
  };
  for (const token of tokens) {
    const mark = /^(em|strong|s|link)_(open|close)$/.exec(token.type);
    if (mark?.[2] === "open") open(mark[1] === "link" ? linkMark(token) : markOf[mark[1]].create());
    else if (mark) active = (markOf[mark[1]] ?? marks.link).removeFromSet(active);
    else if (token.type === "code_inline") found.push(codeText(token, active));
    else put(atom(token));
  }
  return joined(found);
}

function linkMark(token) {
  return marks.link.create({ href: token.attrGet("href"), title: token.attrGet("title") });
}

function codeText(token, active) {
  return schema.text(token.content, marks.code.create().addToSet(active));
}

function atom(token) {
  switch (token.type) {
    case "text":
    case "text_special":
      return token.content ? schema.text(token.content) : null;
    case "softbreak":
      return schema.text(" ");
    case "hardbreak":
      return nodes.hard_break.create();
    case "image":
      return nodes.image.create({
        src: token.attrGet("src"),
        alt: words(token.children),
        title: token.attrGet("title"),
      });
    case "wikilink":
      return nodes.wiki_link.create(token.meta);
    case "mention":
      return nodes.mention.create({ handle: token.content });
    case "topic":
      return nodes.topic.create({ name: token.content });
    case "footnote_ref":
      return nodes.footnote_ref.create(token.meta);
    default:
      throw new Unreadable(token.type);
  }
}

// The alternative text of an image: its words without their form.
function words(tokens) {
  return (tokens ?? []).map(word).join("");
}

function word({ type, content, children: inside, meta }) {
  if (type === "image") return words(inside);
  if (type === "softbreak" || type === "hardbreak") return " ";
  if (type === "wikilink") return meta.label ?? written(meta);
  return ({ mention: "@", topic: "#" }[type] ?? "") + content;
}

function joined(found) {
  const result = [];
  for (const node of found) {
    const last = result.at(-1);
    if (node.isText && last?.isText && last.sameMarkup(node)) {
      result[result.length - 1] = last.withText(last.text + node.text);
    } else result.push(node);
  }
  return result;
}
