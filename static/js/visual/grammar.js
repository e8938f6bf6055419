// The server's Markdown in this browser: the same parser, options and rules as essp/core/markdown.
import MarkdownIt from "markdown-it";
import table from "markdown-it/lib/rules_block/table.mjs";
import { addInlineRules, linkParts } from "./inline_rules.js";

const deepest = 20;
const mostTableTokens = 100_000;
const mostMarks = 250_000;
const mostNestedLines = 200_000;
const scheme = /^[^/?#:]*:/;
const allowed = new Set(["http:", "https:", "mailto:"]);
const invisible =
  /[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]|%[01][0-9a-f]/gi;
const longest = 4000;
const unprintable = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g;
const mark = /[*_~`[\]<>&!\\|@#:]|^[ \t]*[-+=\d"'(]/gm;
const containers = /^(?:[ \t]{0,8}(?:>|[-*+]|\d{1,9}[.)]))*/;
const alone = /^!\[\[([^[\]\n]{1,500})\]\][ \t]*$/;
const container = />|[-*+]|\d{1,9}[.)]/g;

export const parser = new MarkdownIt("commonmark", { html: false, maxNesting: deepest });
parser.enable(["table", "strikethrough"]);
addInlineRules(parser);
parser.block.ruler.before("reference", "footnote_def", footnoteDefinition, {
  alt: ["paragraph", "reference"],
});
parser.block.ruler.before("heading", "include", includeLine, {
  alt: ["paragraph", "reference", "blockquote", "list"],
});
parser.block.ruler.at("table", boundedTable, { alt: ["paragraph", "reference"] });
parser.validateLink = mayLink;

// What one page knows while it is read: link definitions and labels of footnotes.
export function newEnv() {
  return { references: {}, footnotes: new Set() };
}

// The tokens of a text; `env` remembers what it defines.
export function tokensOf(text, env) {
  return parser.parse(text.replace(unprintable, "\ufffd"), env);
}

function mayLink(url) {
  const found = scheme.exec(url.slice(0, longest).replace(invisible, ""));
  return url.length <= longest && (!found || allowed.has(found[0].toLowerCase()));
}

function boundedTable(state, start, end, silent) {
  const spent = state.env.tableTokens ?? 0;
  if (spent > mostTableTokens) return false;
  const before = state.tokens.length;
  const found = table(state, start, end, silent);
  state.env.tableTokens = spent + state.tokens.length - before;
  return found;
}

// `![[Page]]` on a line of its own, wherever a paragraph may begin (essp/core/markdown/includes.py).
function includeLine(state, start, _end, silent) {
  if (state.sCount[start] - state.blkIndent >= 4) return false;
  const match = alone.exec(state.src.slice(state.bMarks[start] + state.tShift[start], state.eMarks[start]));
  const parts = match && linkParts(match[1]);
  if (!parts?.page) return false;
  if (silent) return true;
  const token = state.push("include", "", 0);
  token.meta = parts;
  token.map = [start, start + 1];
  state.line = start + 1;
  return true;
}

// `[^label]: ...` on the page itself, never inside another block.
function footnoteDefinition(state, startLine, endLine, silent) {
  if (state.level !== 0 || state.sCount[startLine] - state.blkIndent >= 4) return false;
  const start = state.bMarks[startLine] + state.tShift[startLine];
  const line = state.src.slice(start, state.eMarks[startLine]);
  const found = /^\[\^([^ \]]+)\]:/.exec(line);
  if (!found) return false;
  if (silent) return true;
  const label = found[1];
  state.env.footnotes ??= new Set();
  state.env.footnotes.add(label);
  const open = state.push("footnote_reference_open", "", 1);
  open.meta = { label };
  inside(state, startLine, endLine, start + found[0].length);
  open.map = [startLine, state.line];
  state.push("footnote_reference_close", "", -1);
  return true;
}

// Reads the blocks of a note: what follows on its line and what is indented by four below it.
function inside(state, line, endLine, from) {
  const kept = [state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType];
  const initial = state.sCount[line] + from - (state.bMarks[line] + state.tShift[line]);
  let offset = initial;
  let pos = from;
  for (; pos < state.eMarks[line]; pos += 1) {
    if (state.src[pos] === "\t") offset += 4 - (offset % 4);
    else if (state.src[pos] === " ") offset += 1;
    else break;
  }
  state.tShift[line] = pos - from;
  state.sCount[line] = offset - initial;
  state.bMarks[line] = from;
  state.blkIndent += 4;
  state.parentType = "footnote";
  if (state.sCount[line] < state.blkIndent) state.sCount[line] += state.blkIndent;
  state.md.block.tokenize(state, line, endLine);
  state.blkIndent -= 4;
  [state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType] = kept;
}

// Whether a page is beyond what the server formats (essp/core/markdown/effort.py).
export function tooIntricate(text) {
  return count(text, mark) > mostMarks || nestedLines(text) > mostNestedLines;
}

function count(text, pattern) {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found += 1;
  return found;
}

function nestedLines(text) {
  let total = 0;
  let depth = 0;
  for (const line of text.split("\n")) {
    if (!line.trim()) depth = 0;
    else {
      depth = Math.max(depth, depthOf(line.slice(0, 200)));
      total += Math.max(0, depth - 3);
    }
  }
  return total;
}

function depthOf(line) {
  const indent = line.length - line.trimStart().length;
  return count(containers.exec(line)[0], container) + (indent >> 1);
}
