// The words of a text on the screen, each with its place, and where a quoted passage stands among them. Words are
// compared without regard to capitals, marks and line ends, as the server compares them.
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’‑_-]+[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu;
const blocks = "p,li,h1,h2,h3,h4,h5,h6,td,th,tr,pre,dt,dd,div,ul,ol,table,blockquote,aside,figure,figcaption,section,br";
const ends = 4; // words at either end by which a passage is found that reads a little differently here

// The text inside `root`, without what is shown of other pages and without the screen's own words.
export function wordsOf(root, skipped = ".include, .toc, .vh, .pmn, .hcm, .smk, .anchor") {
  const pieces = [];
  let text = "";
  (function walk(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      pieces.push({ node, from: text.length });
      text += node.data;
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(skipped)) {
      const apart = node.matches(blocks);
      if (apart) text += "\n";
      node.childNodes.forEach(walk);
      if (apart) text += "\n";
    }
  })(root);
  const found = [...text.matchAll(word)];
  return {
    text,
    pieces,
    keys: found.map(([each]) => each.toLowerCase()),
    starts: found.map((each) => each.index),
    ends: found.map((each) => each.index + each[0].length),
  };
}

const keysOf = (text) => [...text.matchAll(word)].map(([each]) => each.toLowerCase());

// What a Range points at: its words whole, those before and after it, and how many words come before.
export function pointed(words, range) {
  const [start, end] = [placeOf(words, range, true), placeOf(words, range, false)];
  const first = words.ends.findIndex((each) => each > start);
  let last = first;
  while (last >= 0 && last + 1 < words.starts.length && words.starts[last + 1] < end) last += 1;
  if (first < 0 || words.starts[first] >= end) return null;
  const [from, to] = [words.starts[first], words.ends[last]];
  return {
    quote: words.text.slice(from, to),
    before: words.text.slice(Math.max(0, from - 200), from),
    after: words.text.slice(to, to + 200),
    near: first,
  };
}

// The place in the text of a Range's beginning or end.
function placeOf({ pieces, text }, range, start) {
  for (const { node, from } of pieces) {
    if (node === (start ? range.startContainer : range.endContainer)) return from + (start ? range.startOffset : range.endOffset);
    if (range.comparePoint(node, start ? node.length : 0) >= (start ? 0 : 1)) return from;
  }
  return text.length;
}

// The Range of a passage, or null. Of equal places the one with the same words beside it, then the nearest.
export function located(words, { quote, before, after, near }) {
  const keys = keysOf(quote);
  const [ahead, behind] = [keysOf(before).reverse(), keysOf(after)];
  const beside = (at, size) =>
    common(ahead, (step) => words.keys[at - 1 - step]) + common(behind, (step) => words.keys[at + size + step]);
  const best = placesOf(words.keys, keys)
    .map((at) => ({ at, size: keys.length, beside: beside(at, keys.length) }))
    .sort((one, other) => other.beside - one.beside || Math.abs(one.at - near) - Math.abs(other.at - near))[0];
  const place = best ?? byItsEnds(words.keys, keys, near);
  return place ? rangeOf(words, place.at, place.at + place.size - 1) : null;
}

function placesOf(all, keys) {
  const found = [];
  for (let at = keys.length ? all.indexOf(keys[0]) : -1; at >= 0; at = all.indexOf(keys[0], at + 1)) {
    if (keys.every((key, step) => all[at + step] === key)) found.push(at);
  }
  return found;
}

// A name is shown where the text says a handle: the passage begins and ends as quoted all the same.
function byItsEnds(all, keys, near) {
  if (keys.length <= 2 * ends) return null;
  const found = [];
  for (const at of placesOf(all, keys.slice(0, ends))) {
    const end = placesOf(all.slice(at, at + keys.length * 2), keys.slice(-ends))[0];
    if (end) found.push({ at, size: end + ends });
  }
  return found.sort((one, other) => Math.abs(one.at - near) - Math.abs(other.at - near))[0] ?? null;
}

function common(keys, there) {
  let count = 0;
  while (count < keys.length && keys[count] === there(count)) count += 1;
  return count;
}

function rangeOf(words, first, last) {
  const range = document.createRange();
  range.setStart(...pointOf(words.pieces, words.starts[first]));
  range.setEnd(...pointOf(words.pieces, words.ends[last] - 1, 1));
  return range;
}

function pointOf(pieces, place, more = 0) {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle].from <= place) low = middle;
    else high = middle - 1;
  }
  return [pieces[low].node, place - pieces[low].from + more];
}

// Marks ranges without touching the text.
export function highlight(name, ranges) {
  if (!("highlights" in CSS)) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}
