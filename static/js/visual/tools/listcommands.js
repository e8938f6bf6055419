// Lists on and off. The three kinds change into each other: a task list is a bulleted one whose items are checked
// (true or false, null for a plain item).
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { schema } from "../schema.js";

const { nodes } = schema;
const typeOf = { bullets: nodes.bullet_list, numbers: nodes.ordered_list, tasks: nodes.bullet_list };

export function listAt({ selection }) {
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type !== nodes.bullet_list && node.type !== nodes.ordered_list) continue;
    return { node, pos: $from.before(depth), depth, item: $from.node(depth + 1) ?? node.firstChild };
  }
  return null;
}

function kindOf({ node, item }) {
  if (node.type === nodes.ordered_list && item.attrs.checked === null) return "numbers";
  return item.attrs.checked === null ? "bullets" : "tasks";
}

export function inList(state, kind) {
  const found = listAt(state);
  return Boolean(found && kindOf(found) === kind);
}

export function toggleList(kind) {
  return (state, dispatch) => {
    const found = listAt(state);
    if (found && kindOf(found) === kind) return liftListItem(nodes.list_item)(state, dispatch);
    if (found) return change(found, kind, state, dispatch);
    let made = null;
    if (!wrapInList(typeOf[kind])(state, dispatch && ((tr) => (made = tr)))) return false;
    if (!dispatch) return true;
    const at = listAt({ selection: made.selection });
    if (kind === "tasks" && at) mark(made, at, kind);
    dispatch(made.scrollIntoView());
    return true;
  };
}

function change(found, kind, state, dispatch) {
  if (!dispatch) return true;
  const { tr } = state;
  const { key, tight } = found.node.attrs;
  tr.setNodeMarkup(found.pos, typeOf[kind], { key, tight });
  mark(tr, found, kind);
  dispatch(tr);
  return true;
}

// Every item of the list itself, not those of lists inside it.
function mark(tr, { pos }, kind) {
  const list = tr.doc.nodeAt(pos);
  list.forEach((item, offset) => {
    const checked = kind === "tasks" ? (item.attrs.checked ?? false) : null;
    if (item.attrs.checked !== checked) tr.setNodeAttribute(pos + 1 + offset, "checked", checked);
  });
}
