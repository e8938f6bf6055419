// Reads cases as JSON from standard input and answers as JSON: what the visual editor makes of each source.
//   { text }              { written, blocks: [kind], source: number of blocks edited as source }
//   { text, change }      { written }: the first place of change[0] in one stretch of text becomes change[1]
//   { text, structure }   { tokens }: kinds, words and attributes, to compare with the server's
import { readFileSync } from "node:fs";
import { Transform } from "prosemirror-transform";
import { newEnv, tokensOf } from "../../static/js/visual/grammar.js";
import { schema } from "../../static/js/visual/schema.js";
import { openSource } from "../../static/js/visual/source.js";

function answer({ text, change, structure }) {
  if (structure) return { tokens: structureOf(text) };
  const source = openSource(text);
  if (change) return { written: source.write(changed(source.doc, change)) };
  const blocks = [];
  source.doc.forEach((node) => blocks.push(node.type.name));
  return { written: source.write(source.doc), blocks };
}

function changed(doc, [old, fresh]) {
  let found = null;
  doc.descendants((node, position) => {
    const at = found === null && node.isText ? node.text.indexOf(old) : -1;
    if (at >= 0) found = { from: position + at, marks: node.marks };
  });
  if (!found) throw new Error(`${old} is in no stretch of text`);
  const transform = new Transform(doc);
  const end = found.from + old.length;
  return (fresh ? transform.replaceWith(found.from, end, schema.text(fresh, found.marks)) : transform.delete(found.from, end)).doc;
}

function structureOf(text) {
  const told = [];
  for (const token of tokensOf(text, newEnv())) {
    if (token.type === "inline") told.push(...token.children.map(ofInline));
    else if (!token.type.startsWith("footnote_")) told.push([token.type, token.tag, token.hidden, code(token)]);
  }
  return told;
}

const code = ({ type, content }) => (type === "fence" || type === "code_block" ? content : "");

function ofInline({ type, content, attrs, children, meta }) {
  if (type === "image") return [type, attrs, children.map(ofInline)];
  if (type === "wikilink") return [type, meta.space, meta.page, meta.section];
  return [type, content.replace(/^[@#]/, ""), attrs ?? []];
}

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(answer)));
