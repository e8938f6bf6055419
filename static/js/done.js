// A page that shows what was saved names the draft it came from, so the copy in this browser can go.
import { forget } from "./memory.js";

export function draftsDone() {
  for (const done of document.querySelectorAll("[data-draft-done]")) forget(`draft:${done.dataset.draftDone}`);
}
