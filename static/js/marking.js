// Markdown marks put around or before what is selected in a textarea. Every change goes through the
// browser's own insertion, so Ctrl+Z takes it back.
export function put(area, start, end, text, from = start + text.length, to = from) {
  area.focus();
  area.setSelectionRange(start, end);
  // The browser inserts where the focus is: not in a field that is out of sight.
  const done = document.activeElement === area && document.execCommand(text ? "insertText" : "delete", false, text);
  if (!done) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(from, to);
}

// **bold**, *italic*, `code`: the same press again takes the marks away.
export function around(area, mark, sample) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const size = mark.length;
  const inside = value.slice(start, end) || sample;
  if (value.slice(start - size, start) === mark && value.slice(end, end + size) === mark) {
    put(area, start - size, end + size, value.slice(start, end), start - size, end - size);
  } else {
    put(area, start, end, mark + inside + mark, start + size, start + size + inside.length);
  }
}

// `code`, or between fences where more than one line is selected.
export function code(area, sample) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end);
  if (!words.includes("\n")) return around(area, "`", sample);
  const ahead = start && value[start - 1] !== "\n" ? "\n" : "";
  const behind = value[end] && value[end] !== "\n" ? "\n" : "";
  const from = start + ahead.length + 4;
  const inside = words.replace(/\n$/, "");
  return put(area, start, end, `${ahead}\`\`\`\n${inside}\n\`\`\`${behind}`, from, from + inside.length);
}

// @, where a name can begin: what suggests people answers to it.
export function mention(area) {
  const { selectionEnd: end, value } = area;
  put(area, end, end, /(?:^|[\s(])$/.test(value.slice(0, end)) ? "@" : " @");
}

// [words](address): the words are kept, the address is selected to be typed over.
export function link(area, sample) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end) || sample;
  const address = /^https?:\/\/\S+$/.test(words) ? words : "https://";
  const from = start + words.length + 3;
  put(area, start, end, `[${words}](${address})`, from, from + address.length);
}

// [[Page]]
export function pageLink(area, sample) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const title = value.slice(start, end) || sample;
  put(area, start, end, `[[${title}]]`, start + 2, start + 2 + title.length);
}

// A mark before each selected line, or away from it when every line has it (`own`); a mark of the same family
// (`family`) makes way. `mark` is given the line's number.
export function before(area, mark, own, family, sample) {
  const { value } = area;
  const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(area.selectionEnd - 1, start));
  const end = next < 0 ? value.length : next;
  const lines = value.slice(start, end).split("\n");
  const away = lines.every((line) => own.test(line));
  const bare = lines.map((line) => line.replace(family, ""));
  if (bare.length === 1 && !away) bare[0] ||= sample;
  const text = (away ? bare : bare.map((line, place) => mark(place) + line)).join("\n");
  const from = bare.length === 1 && !away ? start + mark(0).length : start;
  put(area, start, end, text, from, start + text.length);
}

// A block of its own, with an empty line before and after.
export function block(area, text) {
  const { selectionEnd: end, value } = area;
  const ahead = value.slice(0, end);
  const gap = !ahead || ahead.endsWith("\n\n") ? "" : ahead.endsWith("\n") ? "\n" : "\n\n";
  put(area, end, end, gap + text + (value.slice(end).startsWith("\n") ? "\n" : "\n\n"));
}
