// The suggestions and uploads of the visual editor in the plain textarea.
import { block, put } from "../../marking.js";
import { caretOf } from "./caret.js";
import { menuOfText } from "./menuoftext.js";
import { headingsOfText } from "./headings.js";
import { templateParts } from "./parts.js";
import { richPaste } from "./richintext.js";
import { suggesting } from "./suggesting.js";
import { closing, triggerIn } from "./triggers.js";
import { part } from "./wording.js";
import { filesInto } from "./filesintext.js";

const lookBehind = 400;

export function toolsOfTextarea(area) {
  if (!part("said") || area.dataset.tools) return;
  area.dataset.tools = "on";
  const { dataset } = part("place");
  const commands = menuOfText(area);
  const place = { uid: dataset.page, space: dataset.space };
  const parts = templateParts(place, (text) => block(area, text));
  completion(area, { place: () => place, commands: () => [...commands, ...parts.all], further: parts.ask });
  richPaste(area);
  filesInto(area);
}

// Suggestions where a post is written: pages, sections, people and topics, and no commands. `space` gives the address
// of the space it is written in, "" while none is chosen.
export function suggestInPost(area, space) {
  completion(area, { place: () => ({ uid: "", space: space() }), commands: () => [] });
}

function completion(area, { place, commands, further }) {
  const editor = {
    get place() {
      return place();
    },
    commands,
    further,
    headings: () => headingsOfText(area.value),
    whereabouts: ({ start }) => caretOf(area, lineStart(area) + start),
    insert(trigger, item) {
      const from = lineStart(area) + trigger.start;
      const to = area.selectionStart + closing(trigger.kind, area.value.slice(area.selectionStart));
      if (item.run) {
        put(area, from, to, "");
        return item.run();
      }
      const include = trigger.include ? "!" : "";
      return put(area, from, to, include + item.insert + spaceAfter(trigger, area.value.slice(to)));
    },
    retype(trigger, text) {
      put(area, lineStart(area) + trigger.start, area.selectionStart, text);
    },
  };
  const list = suggesting(area, editor);
  const look = (typed) => {
    const alone = area.selectionStart === area.selectionEnd && document.activeElement === area;
    const found = alone ? triggerIn(lineBefore(area)) : null;
    list.update(found && !inCode(area) ? found : null, typed);
  };
  area.addEventListener("input", (event) => look(event.inputType !== "historyUndo"));
  area.addEventListener("keyup", (event) => /^(Arrow|Home|End)/.test(event.key) && look(false));
  area.addEventListener("click", () => look(false));
  area.addEventListener("blur", () => list.update(null));
  area.addEventListener("scroll", list.place);
  area.addEventListener("keydown", (event) => list.key(event) && stop(event));
  // What was typed while this was fetched.
  if (area.value) look(true);
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function lineStart(area) {
  return Math.max(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart - lookBehind);
}

function lineBefore(area) {
  return area.value.slice(lineStart(area), area.selectionStart);
}

function spaceAfter({ kind }, rest) {
  return (kind === "people" || kind === "topics") && !/^[\s.,;:!?)]/.test(rest) ? " " : "";
}

// Between fences, or after an open backtick of the line.
function inCode(area) {
  const before = area.value.slice(0, lineStart(area));
  const fences = before.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0;
  return fences % 2 === 1 || (lineBefore(area).match(/`/g)?.length ?? 0) % 2 === 1;
}
