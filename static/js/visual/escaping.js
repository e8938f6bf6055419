// Text that stays text in Markdown. How much is escaped is a matter of degree (`how`): "light" what would be read
// as something else in nearly every case, "full" everything that could be, "hard" as numbers (&#42;), which
// nothing reads as anything else.
const punctuation = /[!-/:-@[-`{-~]/;
const special = new Set("\\`*_[]<>&~!|#");
const anySpecial = /[\\`*_[\]<>&~!|#]/;
const verbatim = /<%[^\n]{0,300}?%>|https?:\/\/[^\s<>"`{}|\\^[\]*]+/g;
const starts = [
  [/^#{1,6}(?=\s|$)/, 0],
  [/^>/, 0],
  [/^[-+*](?=\s|$)/, 0],
  [/^\d{1,9}(?=[.)](?:\s|$))/, -1],
  [/^(?:(?:-\s*){2,}|(?:_\s*){3,}|(?:\*\s*){3,}|=+\s*)$/, 0],
  [/^~~~/, 0],
  [/^\[[^\]]+\]:/, 0],
  [/^\|/, 0],
];

// A function that escapes the part of a line's plain text from `start` to `end`. In the plain text, nodes stand
// as U+FFFC and line breaks as a new line.
export function escaper(plain, { how, blockStart, refs }) {
  const kept = [...plain.matchAll(verbatim)].map((found) => [found.index, found.index + found[0].length]);
  const atStart = blockStart ? lineStarts(plain) : new Set();
  const stars = plain.match(/[*_]/g)?.length ?? 0;
  const inside = (at) => kept.some(([from, to]) => at >= from && at < to);
  const heavy = how !== "light";
  const lone = stars < 2;

  function needs(at, piece) {
    const char = plain[at];
    if (atStart.has(at)) return true;
    if (!special.has(char) || (how !== "hard" && inside(at))) return false;
    return heavy || light(plain, at, piece, { refs, lone });
  }

  return (start, end, piece) => {
    if (how !== "hard" && atStart.size === 0 && !anySpecial.test(plain.slice(start, end))) return plain.slice(start, end);
    let text = "";
    for (let at = start; at < end; at += 1) {
      const char = plain[at];
      const border = (at === start && piece.opens) || (at === end - 1 && piece.closes);
      if (how === "hard" && (needs(at, piece) || (border && /[\p{L}\p{N}]/u.test(char)))) text += `&#${char.codePointAt(0)};`;
      else text += needs(at, piece) ? `\\${char}` : char;
    }
    return text;
  };
}

function light(plain, at, { start, end, linked, marked }, { refs, lone }) {
  const [before, char, after] = [plain[at - 1] ?? " ", plain[at], plain[at + 1] ?? "\n"];
  const open = (one) => /\s/.test(one);
  switch (char) {
    case "\\":
      return at === end - 1 || punctuation.test(after);
    case "`":
      return true;
    case "*":
      return !(open(before) && open(after)) && !(lone && !marked);
    case "_":
      return !(open(before) && open(after)) && !(wordy(before) && wordy(after)) && !(lone && !marked);
    case "[":
      return linked || bracket(plain, at, refs);
    case "]":
      return linked;
    case "<":
      return /^<(?:[a-z][\w+.-]{1,31}:|[^\s<>]+@)/i.test(plain.slice(at, at + 300));
    case "&":
      return /^&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/i.test(plain.slice(at, at + 40));
    case "~":
      return before === "~" || after === "~";
    case "!":
      return after === "\ufffc" || (at === end - 1 && start !== end);
    default:
      return false;
  }
}

function wordy(char) {
  return /[\p{L}\p{N}_]/u.test(char);
}

// Whether a bracket begins something: a link, a page, a note, a defined name.
function bracket(plain, at, refs) {
  const rest = plain.slice(at, at + 1002);
  if (/^\[\[[^[\]\n]+\]\]/.test(rest) || /^\[\^/.test(rest)) return true;
  const found = /^\[((?:[^[\]]|\[[^[\]]*\])*)\](.?)/s.exec(rest);
  if (!found) return false;
  return found[2] === "(" || found[2] === "[" || refs(found[1]);
}

// The places where a line would begin a block of another kind.
function lineStarts(plain) {
  const places = new Set();
  let from = 0;
  for (const line of plain.split("\n")) {
    for (const [pattern, offset] of starts) {
      const found = pattern.exec(line);
      if (found) places.add(from + (offset < 0 ? found[0].length : offset));
    }
    from += line.length + 1;
  }
  return places;
}
