// Files in the plain textarea: pasted, dropped or chosen, they are uploaded, and their Markdown comes to where the
// caret was, however the text changed meanwhile.
import { catchFiles } from "../../catching.js";
import { chooseFiles, destination } from "./choosing.js";
import { describe } from "./describing.js";
import { follow, holdWhileBusy, message } from "./tray.js";
import { send } from "./uploading.js";
import { say } from "./wording.js";

const writtenIn = "textarea, select, input:not([type=file], [type=checkbox], [type=radio])";

export function filesInto(area) {
  catchFiles(area, () => area, uploadInto);
}

export function askForFilesInText(area, images) {
  chooseFiles((files) => uploadInto(area, files), { images });
}

export async function uploadInto(area, files, folders = 0) {
  if (folders) message(say("noFolder"), "due");
  holdWhileBusy(area.form);
  const spot = held(area);
  for (const [index, file] of files.entries()) {
    const kept = await follow(file.name, (progress) => send(file, { ...destination(area.form), progress }));
    if (!kept) continue;
    spot.put(kept.markdown, index > 0);
    for (const note of kept.notes ?? []) message(note, "due");
    if (kept.image) describe(area, kept);
  }
  spot.release();
}

// A place in the text that moves with what is typed before it; with `first` what is typed at it comes behind it.
export function held(area, first = false) {
  let at = area.selectionStart;
  let known = area.value;
  const moved = () => {
    if (!first || !area.value.startsWith(known.slice(0, at))) at = follows(at, known, area.value);
    known = area.value;
  };
  area.addEventListener("input", moved);
  return {
    put(markdown, next = false) {
      const before = apart(area.value[at - 1], next);
      const { selectionStart, selectionEnd, scrollTop } = area;
      const text = before + markdown;
      const spot = at;
      const focused = document.activeElement;
      const caretStays = selectionStart !== at || focused !== area;
      area.setSelectionRange(spot, spot);
      area.focus();
      if (document.activeElement !== area || !document.execCommand("insertText", false, text)) {
        area.setRangeText(text, spot, spot, "end");
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }
      if (!caretStays) return;
      const by = (place) => (place >= spot ? place + text.length : place);
      area.setSelectionRange(by(selectionStart), by(selectionEnd));
      area.scrollTop = scrollTop;
      // Who types elsewhere by now types on there.
      if (focused !== area && focused?.matches(writtenIn)) focused.focus({ preventScroll: true });
    },
    release: () => area.removeEventListener("input", moved),
  };
}

// What keeps a file from what stands before it: files that come together stand below each other, and two links
// never run into one word.
function apart(last, next) {
  if (next) return last === "\n" ? "" : "\n";
  return last === ")" ? " " : "";
}

// Where a place of the old text is in the new one: what both begin and end with tells.
export function follows(at, old, now) {
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  if (at <= start && at < old.length - end) return at;
  if (at >= old.length - end) return at + now.length - old.length;
  return now.length - end;
}
