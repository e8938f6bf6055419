// A line of nodes as Markdown can hold it: no space at its ends or beside a line break, and no mark that begins
// or ends on a space.
const space = /^\s+$/;

// [{ text, node, marks }]: text with its marks, or a node (text is null) with its marks.
export function piecesOf(textblock) {
  return unmarkedSpaces(trimmed(split(textblock)));
}

function split(textblock) {
  const found = [];
  textblock.forEach((node) => {
    if (!node.isText) return void found.push({ text: null, node, marks: node.marks });
    if (isCode(node)) return void found.push({ text: node.text, marks: node.marks });
    for (const text of node.text.split(/(^\s+|\s+$)/)) {
      if (text) found.push({ text: text.replace(/[\n\t]/g, " "), marks: node.marks });
    }
  });
  return found;
}

export function isCode(piece) {
  return piece.marks.some((mark) => mark.type.name === "code");
}

export function isSpace(piece) {
  return piece.text !== null && space.test(piece.text) && !isCode(piece);
}

export function isBreak(piece) {
  return piece?.node?.type.name === "hard_break";
}

function trimmed(pieces) {
  const kept = pieces.filter((piece, at) => {
    if (!isSpace(piece)) return true;
    return !edge(pieces, at, -1) && !edge(pieces, at, 1);
  });
  while (kept.length && isBreak(kept[0])) kept.shift();
  while (kept.length && isBreak(kept.at(-1))) kept.pop();
  return kept;
}

// Whether only spaces stand between a place and the end of its line.
function edge(pieces, at, step) {
  let place = at + step;
  while (pieces[place] && isSpace(pieces[place])) place += step;
  return !pieces[place] || isBreak(pieces[place]);
}

function unmarkedSpaces(pieces) {
  return pieces.map((piece, at) => {
    if (!isSpace(piece)) return piece;
    const [before, after] = [neighbour(pieces, at, -1), neighbour(pieces, at, 1)];
    const marks = piece.marks.filter((mark) => mark.isInSet(before) && mark.isInSet(after));
    return { ...piece, marks };
  });
}

function neighbour(pieces, at, step) {
  let place = at + step;
  while (pieces[place] && isSpace(pieces[place])) place += step;
  return pieces[place]?.marks ?? [];
}
