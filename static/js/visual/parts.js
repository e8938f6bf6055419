// A text as its blocks, in lines.
import { newEnv, tokensOf } from "./grammar.js";

const definition = /^[ \t>*+\-\d.)]*\[[^\]]+\]:/m;

// Whether a block that is no note of its own defines an address inside.
export function definesInside(slice, type) {
  if (!definition.test(slice)) return false;
  const env = newEnv();
  tokensOf(slice, env);
  return Object.keys(env.references).length > 0 || (type !== "footnote_reference_open" && env.footnotes.size > 0);
}

// The blocks of a page in lines: { start, end, tokens, before }, `before` the end of the block above. Lines that
// no block holds and that are not empty (definitions of addresses) are blocks without tokens.
export function partsOf(tokens, lines) {
  const found = [];
  let before = 0;
  const add = (start, end, own) => {
    if (end <= start) return;
    found.push({ start, end, tokens: own, before });
    before = end;
  };
  for (const block of topLevel(tokens)) {
    const [start, end] = block[0].map;
    loose(lines, before, start, add);
    add(Math.max(start, before), filled(lines, start, end), block);
  }
  loose(lines, before, lines.length, add);
  return found;
}

function loose(lines, from, to, add) {
  let start = from;
  while (start < to && !lines[start].trim()) start += 1;
  const end = filled(lines, start, to);
  if (start < to) add(start, end, null);
}

function filled(lines, start, end) {
  while (end > start && !lines[end - 1].trim()) end -= 1;
  return end;
}

function topLevel(tokens) {
  const found = [];
  let block = [];
  let depth = 0;
  for (const token of tokens) {
    block.push(token);
    depth += token.nesting;
    if (depth === 0) {
      found.push(block);
      block = [];
    }
  }
  return found;
}
