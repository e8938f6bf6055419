// One line of nodes as Markdown.
import { parser } from "./grammar.js";
import { escaper } from "./escaping.js";
import { isBreak, isCode, isSpace, piecesOf } from "./pieces.js";

const autolink = /^(?:https?:\/\/|mailto:)[^\s<>]*$/i;

// `place`: { blockStart } where the line begins a block, { cell } in a table, { oneLine } where it cannot break.
export function writeLine(textblock, style, place = {}) {
  const pieces = piecesOf(textblock);
  let plain = "";
  for (const piece of pieces) {
    piece.start = plain.length;
    plain += piece.text === null ? (isBreak(piece) ? "\n" : "\ufffc") : isCode(piece) ? "\ufffc".repeat(piece.text.length) : piece.text;
    piece.end = plain.length;
  }
  const refs = (label) => label.trim() !== "" && parser.utils.normalizeReference(label) in style.references;
  const escape = escaper(plain, { how: style.how, blockStart: place.blockStart, refs });
  const out = { text: "", open: [], pieces, style, place, escape };
  pieces.forEach((piece, at) => put(out, piece, at));
  close(out, 0);
  return place.cell ? out.text.replaceAll("|", "\\|") : out.text;
}

function put(out, piece, at) {
  const marks = piece.marks.filter((mark) => mark.type.name !== "code");
  let same = 0;
  while (same < out.open.length && out.open[same].mark.isInSet(marks)) same += 1;
  piece.closes = closesAfter(out, marks, at);
  close(out, same);
  const fresh = isSpace(piece) ? [] : marks.filter((mark) => !out.open.some((one) => one.mark.eq(mark)));
  piece.opens = fresh.length > 0 || piece.afterClose;
  for (const mark of fresh.sort((one, other) => reach(out, other, at) - reach(out, one, at))) {
    if (skipped(out, mark, at)) continue;
    const delimiter = delimiters(mark, out, at);
    out.text += delimiter[0];
    out.open.push({ mark, end: delimiter[1] });
  }
  out.text += content(out, piece);
}

// Whether a delimiter follows the piece.
function closesAfter(out, marks, at) {
  const next = out.pieces[at + 1];
  if (!next) return marks.length > 0;
  const nextMarks = next.marks.filter((mark) => mark.type.name !== "code");
  const closing = marks.some((mark) => !mark.isInSet(nextMarks));
  if (closing) next.afterClose = true;
  return closing || nextMarks.some((mark) => !mark.isInSet(marks));
}

// A mark ends on a word: the space that stands before its end stands behind it.
function close(out, keep) {
  if (out.open.length <= keep) return;
  const words = out.text.trimEnd();
  const space = out.text.slice(words.length);
  out.text = words;
  while (out.open.length > keep) out.text += out.open.pop().end;
  out.text += space;
}

// How many pieces a mark reaches, so that the longest opens first.
function reach(out, mark, at) {
  let end = at;
  while (out.pieces[end] && mark.isInSet(out.pieces[end].marks)) end += 1;
  return end;
}

function delimiters(mark, out, at) {
  const { style } = out;
  switch (mark.type.name) {
    case "strong":
      return [style.strong, style.strong];
    case "em":
      return [style.em, style.em];
    case "strike":
      return ["~~", "~~"];
    default:
      return link(mark, out, at);
  }
}

// An address that is its own words is written bare, or between < and >.
function link(mark, out, at) {
  const { style } = out;
  const { href, title } = mark.attrs;
  if (!title && ownWords(out, mark, at)) return ["<", ">"];
  const label = style.named?.get(addressKey(mark.attrs));
  if (label) return ["[", `][${label}]`];
  const said = title ? ` ${quoted(title)}` : "";
  return ["[", `](${destination(href)}${said})`];
}

function skipped(out, mark, at) {
  if (mark.type.name !== "link" || mark.attrs.title || out.style.how !== "light" || out.style.angled) return false;
  const words = ownWords(out, mark, at);
  return words !== null && /^https?:/i.test(words) && !/[?!.,:;*_~')]$|[<>"`{}|\\^[\]]/.test(words);
}

// The words of a link when they are its address; null otherwise.
function ownWords(out, mark, at) {
  const piece = out.pieces[at];
  const last = reach(out, mark, at) === at + 1;
  if (!last || piece.text === null || isCode(piece)) return null;
  const address = parser.normalizeLink(piece.text);
  const mailed = mark.attrs.href === `mailto:${piece.text}` && /^[\w.+-]+@[\w.-]+$/.test(piece.text);
  return mailed || (autolink.test(piece.text) && address === mark.attrs.href) ? piece.text : null;
}

// An address and its title as one key; style.named has the names of addresses that are written by name.
export function addressKey({ href, title }) {
  return `${href} ${title || ""}`;
}

function destination(href) {
  if (href === "") return "<>";
  if (/[\s<>]/.test(href)) return `<${href.replace(/[<>]/g, "\\$&").replace(/\n/g, "%0A")}>`;
  let depth = 0;
  for (const char of href) {
    if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    if (depth < 0) break;
  }
  return depth === 0 ? href : href.replace(/[()]/g, "\\$&");
}

function quoted(title) {
  const text = title.replace(/\n\s*\n/g, "\n").replace(/\n/g, " ").replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\");
  const safe = text.replace(/&(?=[#\w]+;)/g, "\\&");
  return `"${safe.replaceAll('"', '\\"')}"`;
}

function content(out, piece) {
  const { text, node } = piece;
  if (text !== null && isCode(piece)) return codeSpan(text);
  if (text !== null) return words(out, piece);
  const write = atoms[node.type.name];
  return write(node.attrs, out.place);
}

function words(out, piece) {
  const link = piece.marks.find((mark) => mark.type.name === "link");
  const bare = link && !link.attrs.title && ownWords(out, link, out.pieces.indexOf(piece)) !== null;
  if (bare) return piece.text;
  return out.escape(piece.start, piece.end, {
    ...piece,
    linked: Boolean(link),
    marked: out.pieces.some(({ marks }) => marks.length > 0),
  });
}

function codeSpan(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let size = 1;
  while (runs.has(size) && size <= longest) size += 1;
  const fence = "`".repeat(size);
  const line = text.replace(/\n/g, " ");
  const padded = /^`|`$/.test(line) || (/^ .* $/.test(line) && line.trim() !== "");
  return padded ? `${fence} ${line} ${fence}` : fence + line + fence;
}

const atoms = {
  hard_break: (_, { oneLine }) => (oneLine ? " " : "\\\n"),
  image: ({ src, alt, title }) => {
    const words = alt.replace(/[\\[\]`*_<&]/g, "\\$&").replace(/\s+/g, " ");
    return `![${words}](${destination(src)}${title ? ` ${quoted(title)}` : ""})`;
  },
  wiki_link: (attrs) => `[[${address(attrs)}${attrs.label ? `|${attrs.label}` : ""}]]`,
  mention: ({ handle }) => `@${handle}`,
  topic: ({ name }) => `#${name}`,
  footnote_ref: ({ label }) => `[^${label}]`,
};

// What stands between the brackets of a link to a page or an include.
export function address({ space, page, section }) {
  return `${space ? `${space}:` : ""}${page}${section ? `#${section}` : ""}`;
}

