// What some nodes say, as a string: two texts that say the same are shown the same. Not part of it: how something
// was written, empty paragraphs, spaces at the ends of lines and the marks on spaces between them, and whether an address or a name is already live.
import { isBreak, isSpace, piecesOf } from "./pieces.js";
import { tightList } from "./shapes.js";

const remembered = new Set(["key", "tight", "bullet", "delimiter", "step", "indent", "fence", "apart"]);
const known = new WeakMap();

export function meaning(nodes) {
  return nodes.map(ofBlock).filter(Boolean).join("\n");
}

function ofBlock(node) {
  let said = known.get(node);
  if (said === undefined) known.set(node, (said = say(node)));
  return said;
}

function say(node) {
  if (node.isTextblock && !node.type.spec.code) {
    const line = ofLine(node);
    return line || node.type.name !== "paragraph" ? `${head(node)}${line}` : "";
  }
  if (node.isTextblock) {
    const text = node.type.name === "source_block" ? node.textContent.trim() : node.textContent;
    return text || node.type.name === "code_block" ? head(node) + JSON.stringify(text) : "";
  }
  const children = [];
  node.forEach((child) => children.push(ofBlock(child)));
  if (node.type.name === "list_item") return ofItem(node, children);
  const inside = node.type.spec.tableRole ? children.join("|") : children.filter(Boolean).join("\n");
  return `${head(node)}{${inside}}`;
}

// A mark of a task may have been typed as text.
function ofItem(node, children) {
  const typed = node.attrs.checked === null && /^paragraph\["\[([ xX])\](?: |"\])/.exec(children[0] ?? "");
  if (!typed) return `list_item(${node.attrs.checked}){${children.filter(Boolean).join("\n")}}`;
  const first = children[0].replace(/^paragraph\["\[[ xX]\] ?/, 'paragraph["').replace('paragraph[""]', "paragraph");
  children[0] = first === "paragraph" ? "" : first;
  return `list_item(${typed[1] !== " "}){${children.filter(Boolean).join("\n")}}`;
}

function head(node) {
  const attrs = Object.entries(node.attrs).filter(([name, value]) => {
    return !remembered.has(name) && !(value === null || value === "");
  });
  const loose = "tight" in node.attrs && !tightList(node) ? [["loose", true]] : [];
  const all = [...attrs, ...loose];
  return all.length ? `${node.type.name}(${JSON.stringify(all)})` : node.type.name;
}

function ofLine(textblock) {
  const parts = [];
  for (const piece of piecesOf(textblock)) {
    const { text, marks } = isSpace(piece) || isBreak(piece) ? { text: piece.text, marks: "" } : live(piece);
    const last = parts.at(-1);
    if (text !== null && last?.text !== null && last?.marks === marks) last.text += text;
    else parts.push({ text, marks, node: piece.node });
  }
  return parts
    .map(({ text, marks, node }) => `[${JSON.stringify(text ?? head(node))}${marks && `,${marks}`}]`)
    .join("");
}

// A written-out address says the same as its link, "@femke" and "#topic" the same as what they become.
function live({ text, node, marks }) {
  const names = { mention: () => `@${node.attrs.handle}`, topic: () => `#${node.attrs.name}` };
  const words = text ?? names[node.type.name]?.() ?? null;
  const shown = marks.filter(({ type, attrs }) => {
    return type.name !== "link" || attrs.title || !sameAddress(words, attrs.href);
  });
  return { text: words, marks: shown.map(ofMark).join() };
}

function sameAddress(text, href) {
  if (!text || !/^https?:\/\//i.test(text)) return false;
  if (text === href) return true;
  try {
    return decodeURI(text) === decodeURI(href);
  } catch {
    return false;
  }
}

function ofMark({ type, attrs }) {
  return type.name === "link" ? `link${JSON.stringify([attrs.href, attrs.title || null])}` : type.name;
}
