// Paste into the plain textarea: what was copied with a layout comes as Markdown. Ctrl+Shift+V pastes the words.
import { put } from "../../marking.js";
import { held } from "./filesintext.js";
import { announce, say } from "./wording.js";

const worthIt = /<(?:h[1-6]|li|table|strong|b|em|i|a|pre|blockquote)[\s>]|mso-list/i;

export function richPaste(area) {
  let asPlain = false;
  area.addEventListener("keydown", (event) => {
    asPlain = event.key.toLowerCase() === "v" && event.shiftKey && (event.ctrlKey || event.metaKey);
  });
  area.addEventListener("paste", async (event) => {
    const { clipboardData: data } = event;
    const [html, text] = [data.getData("text/html"), data.getData("text/plain")];
    const plainly = asPlain || data.types.includes("vscode-editor-data") || !worthIt.test(html);
    asPlain = false;
    if (plainly || !text || !html.trim()) return;
    event.preventDefault();
    const { selectionStart: from, selectionEnd: to } = area;
    if (from !== to) put(area, from, to, "");
    // What makes Markdown of it may be on its way: who types on meanwhile types behind it.
    const spot = held(area, true);
    spot.put((await written(html)) ?? text);
    spot.release();
    announce(say("pasted"));
  });
}

async function written(html) {
  try {
    const { markdownOf } = await import("./pasteastext.js");
    return markdownOf(html);
  } catch {
    return null;
  }
}
