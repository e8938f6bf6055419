// The slash menu of the visual editor: the commands the template names, each with what it does here.
import { commands } from "./commands.js";
import { askForFiles } from "./files.js";
import { openLink } from "./linking.js";
import { listed } from "./offers.js";

const typed = { page: "[[", include: "![[", person: "@" };

export function menuOf(view) {
  return listed((name) => {
    if (typed[name]) return () => type(view, typed[name]);
    if (name === "link") return () => openLink(view);
    if (name === "image" || name === "file") return () => askForFiles(view, name === "image");
    const command = commands[name];
    return command && (() => act(view, command));
  });
}

function act(view, { run }) {
  run(view.state, view.dispatch, view);
  view.focus();
}

// As if it had been typed, so that its own list opens.
function type(view, text) {
  view.focus();
  view.dispatch(view.state.tr.insertText(text));
}
