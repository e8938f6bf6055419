// Carries an edit over to how something was written. `base` and `mine` are the plain style of a passage before and
// after the edit, `source` is the passage as it stands: what `mine` changed in `base` is changed in `source`, and
// everything else keeps its marks, line breaks and spaces.
import { hunksBetween } from "./diff.js";

const word = /[\p{L}\p{N}]+|([-=*_`~#:.])\1*|[^\s]/gu;

// { words, gaps }: gaps[i] is the space before words[i], the last one that after all words.
function cut(text) {
  const words = [];
  const gaps = [];
  let end = 0;
  for (const found of text.matchAll(word)) {
    words.push(found[0]);
    gaps.push(text.slice(end, found.index));
    end = found.index + found[0].length;
  }
  gaps.push(text.slice(end));
  return { words, gaps };
}

// A function of how far around each edit the plain style wins (in words, Infinity for the whole line): the text.
// null when the passages have too little in common.
export function transferring(base, mine, source) {
  const [was, now, own] = [cut(base), cut(mine), cut(source)];
  const forms = hunksBetween(was.words, own.words);
  const edits = hunksBetween(was.words, now.words);
  if (!forms || !edits) return null;
  const kept = placesOf(forms, was.words.length);
  const spaced = withGaps(edits, was, now);
  return (radius) => assemble({ was, now, own, kept, forms, edits: widened(spaced, was, now, radius) });
}

// For each place of `a` its place in `b`, -1 where it is gone; and one more for the end.
function placesOf(hunks, length) {
  const places = new Int32Array(length + 1).fill(-1);
  let shift = 0;
  let at = 0;
  for (const { a0, a1, b1 } of [...hunks, { a0: length + 1, a1: length + 1, b1: 0 }]) {
    for (; at < Math.min(a0, length + 1); at += 1) places[at] = at + shift;
    at = a1;
    shift = b1 - a1;
  }
  return places;
}

// The edits, and where only a space became a line end or the other way round, an empty edit.
function withGaps(edits, was, now) {
  const all = edits.map((edit) => ({ ...edit }));
  const places = placesOf(edits, was.words.length);
  for (let a = 0; a < was.gaps.length; a += 1) {
    const b = places[a];
    const touched = b < 0 || all.some(({ a0, a1 }) => a >= a0 && a <= a1);
    if (!touched && was.gaps[a] !== now.gaps[b]) all.push({ a0: a, a1: a, b0: b, b1: b });
  }
  return all.sort((one, other) => one.a0 - other.a0);
}

function widened(edits, was, now, radius) {
  if (!radius) return edits;
  const found = [];
  for (const edit of edits) {
    let { a0, a1, b0, b1 } = edit;
    const floor = found.at(-1)?.a1 ?? 0;
    for (let step = 0; step < radius && a0 > floor && !broken(was.gaps[a0], radius); step += 1) {
      a0 -= 1;
      b0 -= 1;
    }
    const ceiling = edits.find((other) => other.a0 > edit.a0)?.a0 ?? was.words.length;
    for (let step = 0; step < radius && a1 < ceiling && !broken(was.gaps[a1], radius); step += 1) {
      a1 += 1;
      b1 += 1;
    }
    const last = found.at(-1);
    if (last && a0 <= last.a1) Object.assign(last, { a1, b1 });
    else found.push({ a0, a1, b0, b1 });
  }
  return found;
}

function broken(gap, radius) {
  return radius === Infinity && gap.includes("\n");
}

// Words in their order, each with where it stands in the base (a), in mine (m) and in the source (s).
function assemble(texts) {
  const { was, kept, forms, edits } = texts;
  const gone = covered(edits, was.words.length);
  const standing = forms.filter((form) => untouched(form, edits));
  const otherwise = covered(standing, was.words.length);
  const editAt = new Map(edits.map((edit) => [edit.a0, edit]));
  const formAt = new Map(standing.map((form) => [form.a0, form]));
  const places = placesOf(edits, was.words.length);
  const out = [];
  for (let a = 0; a <= was.words.length; a += 1) {
    const edit = editAt.get(a);
    const form = formAt.get(a);
    const replacing = edit && edit.a1 > edit.a0;
    if (form && replacing) fromSource(out, form);
    if (edit) fromMine(out, edit);
    if (form && !replacing) fromSource(out, form);
    if (a < was.words.length && !gone[a] && !otherwise[a]) out.push({ s: kept[a], m: places[a], a });
  }
  return spelt(out, texts);
}

function covered(hunks, length) {
  const found = new Uint8Array(length);
  for (const { a0, a1 } of hunks) found.fill(1, a0, a1);
  return found;
}

// Whether the edits leave alone what the source writes in its own way.
function untouched(form, edits) {
  if (form.a1 > form.a0) return !edits.some(({ a0, a1 }) => (a0 < form.a1 && a1 > form.a0) || (a0 > form.a0 && a0 < form.a1));
  return !edits.some(({ a0, a1, b0, b1 }) => a1 > a0 && form.a0 < a1 && (form.a0 > a0 || (form.a0 === a0 && b0 === b1)));
}

function fromSource(out, { b0, b1 }) {
  for (let s = b0; s < b1; s += 1) out.push({ s, m: -1, a: -1 });
}

function fromMine(out, { a0, a1, b0, b1 }) {
  for (let m = b0; m < b1; m += 1) out.push({ s: -1, m, a: m === b0 && a1 > a0 ? a0 : -1 });
}

function spelt(out, texts) {
  const { was, now, own } = texts;
  let text = "";
  let last = { s: -1, m: -1, a: -1 };
  for (const one of out) {
    text += gapBetween(last, one, texts) + (one.s < 0 ? now.words[one.m] : own.words[one.s]);
    last = one;
  }
  const same = was.gaps.at(-1) === now.gaps.at(-1);
  return text + (same ? own : now).gaps.at(-1);
}

// The space before a word: as in the source, unless the edit changed it.
function gapBetween(last, { s, m, a }, { was, now, own, kept }) {
  if (m < 0) return own.gaps[s];
  const followsForm = last.m < 0 && last.s >= 0;
  const same = a >= 0 ? was.gaps[a] === now.gaps[m] : m === 0 && was.gaps[0] === now.gaps[0];
  const place = a >= 0 ? kept[a] : 0;
  if (same && followsForm) return own.gaps[last.s + 1];
  if (same && place >= 0) return own.gaps[place];
  return followsForm && a < 0 ? own.gaps[last.s + 1] : now.gaps[m];
}
