// Files in the visual editor: each upload has its place in the text, which moves with it and shows how far the
// upload is; then the image or the link stands there.
import { Plugin, NodeSelection, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { schema } from "../schema.js";
import { chooseFiles, destination, filesOf, isImage } from "./choosing.js";
import { held } from "./filesintext.js";
import { follow, message } from "./tray.js";
import { send } from "./uploading.js";
import { announce, say } from "./wording.js";

const { nodes } = schema;
const places = new Plugin({
  state: {
    init: () => DecorationSet.empty,
    apply(tr, set) {
      const mapped = set.map(tr.mapping, tr.doc);
      const told = tr.getMeta(places);
      if (told?.add) return mapped.add(tr.doc, [told.add]);
      if (told?.remove) return mapped.remove(mapped.find(null, null, ({ id }) => id === told.remove));
      return mapped;
    },
  },
  props: {
    decorations(state) {
      return this.getState(state);
    },
    handleDrop(view, event) {
      const { files, folders } = filesOf(event.dataTransfer);
      if (folders) message(say("noFolder"), "due");
      if (!files.length) return folders > 0;
      event.preventDefault();
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
      const caret = at ?? view.state.selection.from;
      view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(caret))));
      view.focus();
      uploadAll(view, files, view.state.selection.from);
      return true;
    },
  },
});
export const uploadPlaces = places;
let surroundings = null;

export function filesOfEditor(given) {
  surroundings = given;
  return places;
}

export function askForFiles(view, images) {
  const at = view.state.selection.from;
  chooseFiles((files) => uploadAll(view, files, Math.min(at, view.state.doc.content.size)), { images });
}

export async function uploadAll(view, files, at) {
  const held = files.map((file) => ({ file, id: hold(view, at, file.name) }));
  for (const { file, id } of held) await upload(view, file, id);
}

// Marks a place; gives what it is found by.
export function hold(view, at, name) {
  const id = {};
  const shown = () => {
    const mark = document.createElement("span");
    mark.className = "uploading";
    mark.textContent = name;
    return mark;
  };
  const add = Decoration.widget(at, shown, { id, side: 1, ignoreSelection: true });
  view.dispatch(view.state.tr.setMeta(places, { add }).setMeta("addToHistory", false));
  return id;
}

async function upload(view, file, id) {
  const kept = await follow(file.name, (progress) => send(file, { ...destination(surroundings.form), progress }));
  place(view, id, kept && nodeOf(kept, file));
}

// Lets a place go that was held at a picture, and gives the picture there this file, where there is one.
export function bringPicture(view, id, src) {
  if (view.isDestroyed) return;
  const found = places.getState(view.state).find(null, null, (spec) => spec.id === id)[0];
  const tr = view.state.tr.setMeta(places, { remove: id });
  const at = found && [found.from, found.from - 1].find((pos) => pos >= 0 && tr.doc.nodeAt(pos)?.type === nodes.image);
  if (src && at !== undefined) tr.setNodeAttribute(at, "src", src);
  view.dispatch(tr);
}

// Puts a node where its place is held, or only lets the place go. Who writes as text by now has it at the caret there.
export function place(view, id, node) {
  if (view.isDestroyed) return;
  const { area, mount, serialise } = surroundings;
  const found = places.getState(view.state).find(null, null, (spec) => spec.id === id)[0];
  const tr = view.state.tr.setMeta(places, { remove: id });
  if (found && node && !mount.hidden) insert(view, tr, found.from, node);
  view.dispatch(tr);
  if (!found || !node || !mount.hidden) return;
  const spot = held(area);
  spot.put(serialise([nodes.paragraph.create(null, node)]).trim());
  spot.release();
}

function insert(view, tr, at, node) {
  const { selection } = tr;
  const here = selection.empty && Math.abs(selection.from - at) <= 1;
  const $at = tr.doc.resolve(at);
  const line = $at.parent.isTextblock && !$at.parent.type.spec.code;
  if (line) tr.insert(at, node);
  else tr.insert($at.depth ? $at.after($at.depth) : at, nodes.paragraph.create(null, node));
  // The picture that one waited for is chosen, so that its words can be given right away.
  const pos = tr.mapping.map(at, -1) + (line ? 0 : 1);
  if (!here || node.type !== nodes.image || tr.doc.nodeAt(pos)?.type !== nodes.image) return;
  tr.setSelection(view.hasFocus() ? NodeSelection.create(tr.doc, pos) : TextSelection.near(tr.doc.resolve(pos + 1)));
  if (!node.attrs.alt) announce(`${say("uploaded", { name: node.attrs.src.split("/").pop() })} ${say("describe")}`);
}

// What the server calls the file, as an image or as a link.
export function nodeOf({ url, name, image }, file) {
  if (image ?? isImage(file)) return nodes.image.create({ src: url, alt: "" });
  return schema.text(name || file.name, [schema.marks.link.create({ href: url })]);
}
