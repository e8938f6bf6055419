// Keys people know from other editors.
import { keymap } from "prosemirror-keymap";
import { isInTable } from "prosemirror-tables";
import { commands } from "./commands.js";
import { openLink } from "./linking.js";
import { openPicture } from "./picturing.js";

const bound = {
  "Mod-b": "strong",
  "Mod-i": "em",
  "Mod-e": "mono",
  "Mod-Shift-x": "strike",
  "Mod-Shift-7": "numbers",
  "Mod-Shift-8": "bullets",
  "Mod-Shift-9": "tasks",
  "Mod-Alt-2": "heading2",
  "Mod-Alt-3": "heading3",
  "Mod-Alt-4": "heading4",
  "Mod-Alt-ArrowUp": "rowBefore",
  "Mod-Alt-ArrowDown": "rowAfter",
  "Mod-Alt-ArrowLeft": "columnBefore",
  "Mod-Alt-ArrowRight": "columnAfter",
};
const inTables = {
  "Alt-ArrowUp": "rowUp",
  "Alt-ArrowDown": "rowDown",
  "Alt-ArrowLeft": "columnLeft",
  "Alt-ArrowRight": "columnRight",
};

export function keys() {
  const run = (name) => (state, dispatch, view) => commands[name].run(state, dispatch, view);
  return keymap({
    ...Object.fromEntries(Object.entries(bound).map(([key, name]) => [key, run(name)])),
    // In a table these keys move; at its edge they do nothing rather than leave the page.
    ...Object.fromEntries(
      Object.entries(inTables).map(([key, name]) => [
        key,
        (state, dispatch, view) => isInTable(state) && (run(name)(state, dispatch, view) || true),
      ]),
    ),
    "Mod-k": (_state, _dispatch, view) => {
      openLink(view);
      return true;
    },
    Enter: (_state, _dispatch, view) => openPicture(view),
  });
}
