// Where Markdown needs an empty line between two blocks, and what follows from it for lists.

const single = new Set(["heading", "horizontal_rule", "include"]);
const interrupting = new Set(["include", "bullet_list", "blockquote", "callout", "heading", "table", "horizontal_rule"]);
const containers = { bullet_list: "list", ordered_list: "list", blockquote: "quote", callout: "quote" };

// Whether `next` would become part of `last`, or not be read, if it stood on the line below.
export function needsBlank(last, next) {
  const ends = last.type.name;
  if (single.has(ends)) return false;
  if (next.type.name === "code_block" && next.attrs.fence === "indent") return ends !== "code_block" || indented(last);
  if (ends === "code_block") return false;
  if (next.type.name === "ordered_list" && (next.attrs.order !== 1 || emptyItem(next))) return true;
  if (next.type.name === "bullet_list" && emptyItem(next)) return true;
  if (ends === "paragraph") return !interrupting.has(next.type.name) && !plain(next.type.name);
  if (single.has(next.type.name) || next.type.name === "code_block") return false;
  const [one, other] = [containers[ends], containers[next.type.name]];
  return !one || !other || one === other;
}

function indented(node) {
  return node.attrs.fence === "indent";
}

function plain(name) {
  return name === "code_block" || name === "ordered_list";
}

function emptyItem(list) {
  const item = list.firstChild;
  return item.attrs.checked === null && item.childCount === 1 && item.textContent === "" && isPlain(item.firstChild);
}

function isPlain(node) {
  return node.type.name === "paragraph" && node.childCount === 0;
}

// The blocks that leave a trace in the source.
export function present(nodes) {
  return nodes.filter((node) => !isPlain(node));
}

export function childrenOf(node) {
  const found = [];
  node.forEach((child) => found.push(child));
  return found;
}

// Whether the items of a list stand close together: as remembered, unless their blocks cannot.
export function tightList(list) {
  const items = childrenOf(list).map((item) => present(childrenOf(item)));
  const apart = items.some((blocks) => blocks.some((node, at) => at && needsBlank(blocks[at - 1], node)));
  if (apart) return false;
  const single = items.length === 1 && items[0].length < 2;
  return single || list.attrs.tight;
}
