// The dialog of a picture: what it shows, the words under the pointer, another picture in its place.
import { NodeSelection } from "prosemirror-state";
import { chooseFiles, destination } from "./choosing.js";
import { bringPicture, hold } from "./files.js";
import { follow } from "./tray.js";
import { send } from "./uploading.js";
import { announce, part, say } from "./wording.js";

let dialog = null;

export function openPicture(view) {
  const { node, from } = view.state.selection;
  if (node?.type.name !== "image") return false;
  dialog ??= wake(part("image-dialog"));
  dialog(view, node, from);
  return true;
}

function nameOf(src) {
  const last = src.split("/").pop();
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function wake(frame) {
  const [alt, title, decoration] = ["alt", "tip", "decoration"].map((name) => frame.querySelector(`#editor-image-${name}`));
  const [shown, name] = [frame.querySelector("img"), part("image-name")];
  let at = null;

  function show(src) {
    shown.src = src;
    shown.hidden = false;
    name.textContent = nameOf(src);
  }

  function open(view, node, from) {
    at = { view, from, attrs: { ...node.attrs } };
    alt.value = node.attrs.alt;
    title.value = node.attrs.title ?? "";
    decoration.checked = false;
    alt.disabled = false;
    frame.querySelector("[data-act=remove]").hidden = false;
    show(node.attrs.src);
    frame.showModal();
    alt.focus();
  }

  const present = () => at.view.state.doc.nodeAt(at.from)?.type.name === "image";

  function keep() {
    const attrs = { ...at.attrs, alt: decoration.checked ? "" : alt.value.trim(), title: title.value.trim() || null };
    if (present()) {
      const tr = at.view.state.tr.setNodeMarkup(at.from, null, attrs);
      at.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at.from)));
      // Another picture is still on its way: it comes to this place when it is there.
      if (at.coming) at.place = hold(at.view, at.from, at.coming);
    }
    frame.close();
    announce(say("described"));
  }

  function remove() {
    if (present()) at.view.dispatch(at.view.state.tr.delete(at.from, at.from + 1));
    frame.close();
    announce(say("removed"));
  }

  async function other([file]) {
    if (!file) return;
    const asked = at;
    asked.coming = file.name;
    name.textContent = say("uploading", { name: file.name });
    const kept = await follow(file.name, (progress) => send(file, { ...destination(alt.form), progress }));
    asked.coming = null;
    if (asked.place) return void bringPicture(asked.view, asked.place, kept?.url);
    if (at !== asked) return;
    asked.attrs.src = kept?.url ?? asked.attrs.src;
    show(asked.attrs.src);
  }

  decoration.addEventListener("change", () => (alt.disabled = decoration.checked));
  frame.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "keep") keep();
    if (act === "remove") remove();
    if (act === "choose") chooseFiles(other, { images: true, many: false });
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.closest("button")) return;
    event.preventDefault();
    keep();
  });
  frame.addEventListener("close", () => at?.view.focus());
  return open;
}
