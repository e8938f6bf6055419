// The slash menu of the plain textarea: the same commands, as Markdown.
import { before, block, put } from "../../marking.js";
import { askForFilesInText } from "./filesintext.js";
import { listed } from "./offers.js";
import { today } from "./today.js";

const lineStarts = { heading2: "## ", heading3: "### ", heading4: "#### ", bullets: "- ", numbers: "1. ", tasks: "- [ ] ", quote: "> " };
const callouts = ["note", "tip", "important", "warning", "caution"];
const inserted = { link: ["[](https://)", 1], page: ["[[", 2], include: ["![[", 3], person: ["@", 1] };
const anyStart = /^(?:#{1,6} |[-*+] \[[ xX]\] |[-*+] |\d+[.)] |> )/;
const table = "|  |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |";

export function menuOfText(area) {
  return listed((name) => deeds(area)[name] ?? null);
}

// A block of its own, with the caret between its beginning and its end.
function beginning(area, start, end) {
  block(area, start + end);
  const at = area.value.lastIndexOf(start, area.selectionStart) + start.length;
  area.setSelectionRange(at, at);
}

function deeds(area) {
  const text = (words, caret) => () => {
    const at = area.selectionStart;
    put(area, at, at, words, at + caret);
  };
  return {
    ...Object.fromEntries(
      Object.entries(lineStarts).map(([name, mark]) => [name, () => before(area, () => mark, /$^/, anyStart, "")]),
    ),
    ...Object.fromEntries(callouts.map((kind) => [kind, () => beginning(area, `> [!${kind.toUpperCase()}]\n> `, "")])),
    ...Object.fromEntries(Object.entries(inserted).map(([name, [words, caret]]) => [name, text(words, caret)])),
    table: () => block(area, table),
    code: () => beginning(area, "```\n", "\n```"),
    divider: () => block(area, "---"),
    today: () => text(today(), today().length)(),
    image: () => askForFilesInText(area, true),
    file: () => askForFilesInText(area, false),
  };
}
