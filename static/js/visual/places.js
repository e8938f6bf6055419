// The caret when the text is shown another way: near the same words.
import { TextSelection } from "prosemirror-state";
import { childrenOf, present } from "./shapes.js";

const near = 24;

// Where in the source the caret of the editor stands.
export function caretInSource({ doc, selection }, source, text) {
  const { $head } = selection;
  if ($head.depth === 0) return text.length;
  const [from, to] = stretch(source, doc, text, $head.index(0));
  const start = $head.before(1);
  const before = doc.textBetween(start, $head.pos, "\n", " ");
  const whole = doc.textBetween(start, $head.after(1), "\n", " ").length || 1;
  const tail = before.slice(-near).split("\n").at(-1).trim();
  const guess = from + Math.round(((to - from) * before.length) / whole);
  const found = closest(text.slice(from, to), tail, guess - from - tail.length);
  return found < 0 ? Math.min(guess, to) : from + found + tail.length;
}

// Puts the caret of the editor where an offset of the source stands.
export function caretInDoc(view, source, text, offset) {
  const { doc } = view.state;
  const stretches = childrenOf(doc).map((_, index) => stretch(source, doc, text, index));
  const found = stretches.findIndex(([, to]) => offset <= to);
  const index = found < 0 ? doc.childCount - 1 : found;
  const [from, to] = stretches[index];
  const block = doc.child(index);
  let start = 0;
  for (let at = 0; at < index; at += 1) start += doc.child(at).nodeSize;
  const position = start + placeIn(block, text.slice(from, Math.max(from, offset)), (offset - from) / Math.max(to - from, 1));
  const $place = doc.resolve(Math.max(0, Math.min(position, doc.content.size)));
  view.dispatch(view.state.tr.setSelection(TextSelection.near($place)).scrollIntoView());
}

// The part of the source that a block stands for; the blocks are those the source was read into.
function stretch(source, doc, text, index) {
  const blocks = present(childrenOf(doc));
  const at = blocks.indexOf(doc.child(index));
  const spans = source.spans(blocks);
  return spans[at] ?? [text.length, text.length];
}

function placeIn(block, written, part) {
  const words = block.textBetween(0, block.content.size, "\n", " ");
  const tail = /[\p{L}\p{N} ]*$/u.exec(written)[0].slice(-near).trim();
  const found = closest(words, tail, Math.round(words.length * part) - tail.length);
  const count = found < 0 ? Math.round(words.length * part) : found + tail.length;
  return positionOf(block, count);
}

// The position in a block after so many characters of its text.
function positionOf(block, count) {
  let left = count;
  let position = null;
  let first = true;
  block.descendants((node, offset) => {
    if (position !== null) return false;
    if (node.isTextblock) {
      if (!first) left -= 1;
      first = false;
    }
    if (!node.isText && !node.isAtom) return true;
    const size = node.isText ? node.text.length : 1;
    if (left <= size) position = offset + Math.max(0, left);
    left -= size;
    return false;
  });
  return 1 + (position ?? Math.min(count, block.content.size));
}

// Where a word stands in a text nearest to a place; -1 where it does not.
function closest(text, word, place) {
  if (!word) return -1;
  let best = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (best < 0 || Math.abs(at - place) < Math.abs(best - place)) best = at;
  }
  return best;
}
