// What plain text on the clipboard is: cells of a spreadsheet, Markdown, or just lines.
const mostCells = 20_000;

// The cells of tab-separated text, a field in quotes possibly over several lines; null when it is not a table.
export function cellsOf(text) {
  if (!text.includes("\t")) return null;
  const rows = [];
  let row = [];
  let at = 0;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  let cells = 0;
  while (at <= body.length) {
    const [field, end] = fieldAt(body, at);
    row.push(field.replace(/\s+/g, " ").trim());
    cells += 1;
    if (cells > mostCells) return null;
    if (body[end] !== "\t") {
      rows.push(row);
      row = [];
    }
    at = end + 1;
  }
  const width = rows[0].length;
  return width > 1 && rows.every((one) => one.length === width) ? rows : null;
}

function fieldAt(text, from) {
  if (text[from] === '"') {
    const quoted = quotedAt(text, from + 1);
    if (quoted) return quoted;
  }
  const ends = [text.indexOf("\t", from), text.indexOf("\n", from)].filter((end) => end >= 0);
  const end = ends.length ? Math.min(...ends) : text.length;
  return [text.slice(from, end), end];
}

// A field in quotes, where "" stands for one; null when the quote never closes before a tab or a line end.
function quotedAt(text, from) {
  let field = "";
  let at = from;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return null;
    field += text.slice(at, end);
    if (text[end + 1] !== '"') return /[\t\n]|^$/.test(text[end + 1] ?? "") ? [field, end + 1] : null;
    field += '"';
    at = end + 2;
  }
}

const signs = [
  /^ {0,3}#{1,6} \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^ {0,3}(?:[-*+]|\d{1,9}[.)]) +\S/m,
  /^ {0,3}> ?\S/m,
  /^ {0,3}\|.+\|\s*$/m,
  /\[\[[^\]\n]+\]\]/,
  /\[[^\]\n]+\]\([^)\s]+\)/,
  /(?:^|\s)(\*\*|__)\S(?:.*?\S)?\1(?:\W|$)/m,
  /(?:^|\s)`[^`\n]+`/m,
  /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/m,
];

export function looksLikeMarkdown(text) {
  const sample = text.slice(0, 20_000);
  return signs.some((sign) => sign.test(sample));
}

// Paragraphs as lists of lines: an empty line parts them.
export function paragraphsOf(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n+/)
    .map((part) => part.split("\n").map((line) => line.replace(/[ \t]+$/, "")))
    .map((lines) => lines.filter((line, index) => line || (index > 0 && index < lines.length - 1)))
    .filter((lines) => lines.length);
}
