// A page as blocks that know their source. Opening reads each block; saving gives every untouched block its own
// bytes back, and changes in a changed block only what was changed.
import { newEnv, parser, tokensOf } from "./grammar.js";
import { addressKey } from "./writing_lines.js";
import { meaning } from "./meaning.js";
import { definesInside, partsOf } from "./parts.js";
import { readText, readTokens } from "./reading.js";
import { schema } from "./schema.js";
import { childrenOf, present } from "./shapes.js";
import { remarked, styleOf } from "./styles.js";
import { transferring } from "./transfer.js";
import { plainStyle, writeBlocks } from "./writing.js";

const { nodes } = schema;
const radii = [0, 2, 8, Infinity];
let nextKey = 0;

export function openSource(text) {
  return new Source(text);
}

class Source {
  // text: Markdown with plain line ends. It may grow: `read` adds another state of the page.
  constructor(text) {
    this.known = new Map();
    this.told = new WeakMap();
    this.doc = this.read(text);
  }

  // The document of a text; its blocks are known by their keys from then on.
  read(text) {
    this.text = text;
    this.env = newEnv();
    nextKey += 1;
    const tokens = tokensOf(text, this.env);
    const lines = text.split("\n");
    this.parts = partsOf(tokens, lines).map((part) => this.keep(part, lines));
    const end = this.parts.at(-1)?.end ?? 0;
    this.tail = end < lines.length ? `\n${lines.slice(end).join("\n")}` : "";
    const blocks = this.parts.map((part) => part.node);
    return nodes.doc.create(null, blocks.length ? blocks : [nodes.paragraph.create()]);
  }

  keep({ start, end, tokens, before }, lines) {
    const slice = lines.slice(start, end).join("\n");
    const above = lines.slice(before, start).map((line) => `${line}\n`).join("");
    const node = withKey(this.visual(tokens, slice) ?? asSource(slice), nextKey);
    const part = { key: nextKey, slice, gap: before ? `\n${above}` : above, end, node };
    this.known.set(part.key, part);
    nextKey += 1;
    return part;
  }

  // The block as nodes, if writing it plainly would show the same.
  visual(tokens, slice) {
    if (!tokens || definesInside(slice, tokens[0].type)) return null;
    try {
      const found = readTokens(tokens.map(moved(tokens[0].map[0])), slice.split("\n"));
      if (found.length !== 1) return null;
      return plainlyWritten(found[0], slice) || this.style(found) ? found[0] : null;
    } catch {
      return null;
    }
  }

  // The plain style in which these nodes can be read back; null when there is none.
  style(wanted, prefer = {}) {
    const said = meaning(wanted);
    return this.styles(prefer).find((style) => this.says(writeBlocks(wanted, style), said)) ?? null;
  }

  styles(prefer) {
    const base = { ...plainStyle, ...prefer, references: this.env.references };
    const other = { ...base, em: base.em === "*" ? "_" : "*" };
    return ["light", "full", "hard"].flatMap((how) => [{ ...base, how }, { ...other, how }]);
  }

  says(text, said) {
    try {
      return meaning(readText(text, this.readingEnv())) === said;
    } catch {
      return false;
    }
  }

  // The source of a document.
  write(doc) {
    const blocks = present(childrenOf(doc));
    const pieces = this.placed(blocks);
    if (!pieces.length) return this.parts.length ? "" : this.text;
    const text = pieces.map((piece) => piece.gap + piece.text).join("");
    return text + (this.parts.length ? this.tail : "\n");
  }

  // For each block its first and last place in the source.
  spans(blocks) {
    const found = [];
    let at = 0;
    for (const { gap, text, nodes: own } of this.placed(blocks)) {
      at += gap.length;
      for (let count = own.length; count > 0; count -= 1) found.push([at, at + text.length]);
      at += text.length;
    }
    return found;
  }

  // Markdown from elsewhere as blocks.
  parse(text) {
    try {
      return readText(text, this.readingEnv());
    } catch {
      return [asSource(text)];
    }
  }

  readingEnv() {
    return { references: Object.create(this.env.references), footnotes: new Set(this.env.footnotes) };
  }

  placed(blocks) {
    for (const { type, attrs } of blocks) if (type === nodes.footnote) this.env.footnotes.add(attrs.label);
    const pieces = this.pieces(blocks);
    pieces.forEach((piece, at) => {
      piece.gap = at ? this.between(pieces[at - 1], piece) : this.above(piece);
    });
    return pieces;
  }

  // Pieces in order: { text, nodes, first, last, fresh }, each an untouched block or some changed ones. first and
  // last are the keys of the blocks it stands for, or null.
  pieces(blocks) {
    const found = [];
    const used = new Set();
    const mine = new Set(blocks.map((node) => node.attrs.key));
    let changed = [];
    const flush = () => {
      found.push(...this.changed(changed, used, mine));
      changed = [];
    };
    for (const node of blocks) {
      const part = this.known.get(node.attrs.key);
      if (part && !used.has(part.key) && untouched(part.node, node)) {
        flush();
        used.add(part.key);
        found.push({ text: part.slice, nodes: [node], first: part.key, last: part.key, fresh: false });
      } else changed.push(node);
    }
    flush();
    return found;
  }

  // A run of changed blocks as pieces: a block of the source with the new ones that came out of it.
  changed(run, used, mine) {
    const groups = [];
    for (const node of run) {
      const { key } = node.attrs;
      const old = this.known.has(key) && !used.has(key);
      if (old) used.add(key);
      if (old || !groups.length) groups.push({ key: old ? key : null, nodes: [node] });
      else groups.at(-1).nodes.push(node);
    }
    return groups.map(({ key, nodes: own }) => {
      if (key === null) return { text: this.plain(own), nodes: own, first: null, last: null, fresh: true };
      const olds = this.swallowed(key, mine, own);
      return { text: this.carried(olds, own), nodes: own, first: key, last: olds.at(-1).key, fresh: true };
    });
  }

  // The block of this key, and those after it that were joined to it.
  swallowed(key, mine, blocks) {
    const olds = [this.known.get(key)];
    const words = blocks[0].textContent;
    for (let next = this.known.get(key + 1); next && !mine.has(next.key); next = this.known.get(next.key + 1)) {
      const gone = next.node.textContent.slice(0, 40);
      if (blocks.length > 1 || !gone || !words.includes(gone)) break;
      olds.push(next);
    }
    return olds;
  }

  carried(olds, blocks) {
    const told = this.told.get(blocks[0]);
    if (told && told.olds === olds.length && told.blocks.length === blocks.length && told.blocks.every((node, at) => node === blocks[at])) return told.text;
    const text = this.carry(olds, blocks);
    this.told.set(blocks[0], { olds: olds.length, blocks, text });
    return text;
  }

  carry(olds, blocks) {
    const slice = olds.map((part, at) => (at ? part.gap : "") + part.slice).join("");
    if (blocks.every(isSource)) return this.plain(blocks);
    const prefer = styleOf(slice);
    const style = this.style(blocks, prefer) ?? this.styles(prefer)[0];
    const mine = writeBlocks(blocks, style);
    if (olds.some((part) => isSource(part.node))) return mine;
    const was = olds.map((part) => part.node);
    const way = (how, source) => transferring(writeBlocks(was, how), writeBlocks(blocks, how), source);
    const named = this.namedInFull(slice);
    const ways = [way(style, slice)];
    if (named) ways.push(way({ ...style, named: named.labels }, named.text));
    const said = meaning(blocks);
    for (const radius of radii) {
      for (const [at, go] of ways.entries()) {
        const text = go && (at ? named.back(go(radius)) : go(radius));
        if (text && this.says(text, said)) return text;
      }
    }
    return mine;
  }

  // The text with [words] and [words][] as [words][words], so that the words can change while the name of the
  // address stays; the names by their address; and the way back. null for a text that names no address.
  namedInFull(slice) {
    const { references } = this.env;
    const short = new Map();
    const labels = new Map();
    const know = (label) => {
      const defined = references[parser.utils.normalizeReference(label)];
      const place = defined && addressKey(defined);
      if (defined && !labels.has(place)) labels.set(place, label);
      return Boolean(defined);
    };
    for (const [, label] of slice.matchAll(/\]\[([^[\]]+)\]/g)) know(label);
    const text = slice.replace(/(?<!\])\[([^[\]]+)\](\[\])?(?![[(:])/g, (all, label, empty = "") => {
      if (!know(label)) return all;
      short.set(label, empty);
      return `[${label}][${label}]`;
    });
    const back = (written) => written.replace(/\[([^[\]]+)\]\[([^[\]]+)\]/g, (all, words, label) => {
      return words === label && short.has(label) ? `[${label}]${short.get(label)}` : all;
    });
    return labels.size ? { text, labels, back } : null;
  }

  plain(blocks) {
    const visual = blocks.filter((node) => !isSource(node));
    const style = this.style(visual) ?? this.styles({})[0];
    return writeBlocks(blocks, style);
  }

  above(piece) {
    const [first] = this.parts;
    return first && piece.first === first.key ? first.gap : "";
  }

  // What stands between two pieces: as it was where they were neighbours, otherwise an empty line.
  between(last, piece) {
    const part = this.known.get(piece.first);
    const neighbours = part && last.last === part.key - 1;
    if (neighbours && !last.fresh && !piece.fresh) return part.gap;
    return this.apart(last, piece, neighbours ? part.gap : "\n\n");
  }

  // The same gap, or what keeps two pieces apart; a new list beside another gets another sign.
  apart(last, piece, gap) {
    const [one, other] = [last.nodes.at(-1), piece.nodes[0]];
    if (isSource(one) || isSource(other)) return gap;
    const [before, after] = [this.around(last, one), this.around(piece, other)];
    const said = meaning([one, other]);
    const blank = gap.includes("\n\n") ? gap : "\n\n";
    for (const way of [gap, blank]) if (this.says(before + way + after, said)) return way;
    const [fresh, list] = piece.fresh ? [piece, remarked(other)] : [last, remarked(one)];
    const text = list && fresh.nodes.length === 1 ? writeBlocks([list]) : null;
    const pair = fresh === piece ? before + blank + text : text + blank + after;
    if (!text || !this.says(pair, said)) return gap;
    fresh.text = text;
    return blank;
  }

  around(piece, node) {
    return piece.nodes.length === 1 ? piece.text : this.plain([node]);
  }
}

// Whether the plain style is the source itself, but for the ends of lines in a paragraph: then there is nothing to
// read again.
function plainlyWritten(node, slice) {
  const text = writeBlocks([node]);
  return text === slice || (node.type === nodes.paragraph && text === slice.replaceAll("\n", " "));
}

function untouched(old, node) {
  return old === node || old.eq(node);
}

const isSource = (node) => node.type === nodes.source_block;

const asSource = (slice) => nodes.source_block.create(null, slice ? schema.text(slice) : null);

function withKey(node, key) {
  return node.type.create({ ...node.attrs, key }, node.content, node.marks);
}

function moved(by) {
  return (token) => {
    if (!token.map || !by) return token;
    token.map = [token.map[0] - by, token.map[1] - by];
    return token;
  };
}
