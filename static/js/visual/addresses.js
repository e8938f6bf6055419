// A link whose words are its address keeps them the same: whoever corrects a written-out address corrects the link.
import { Plugin } from "prosemirror-state";
import { schema } from "./schema.js";

const { link } = schema.marks;
const addressLike = /^(?:https?:\/\/|mailto:)\S+$/i;

export function followedAddresses() {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some((one) => one.docChanged) || transactions.some((one) => one.getMeta("history$"))) return null;
      const { $from } = after.selection;
      const { $from: $was } = before.selection;
      if (!$from.parent.inlineContent || !$was.parent.inlineContent) return null;
      const transaction = after.tr;
      const bare = new Set(runs($was.parent).filter(({ words, href }) => words === href).map(({ href }) => href));
      for (const { words, href, title, from, to } of runs($from.parent)) {
        if (!bare.has(href) || words === href || !addressLike.test(words)) continue;
        const start = $from.start();
        transaction.addMark(start + from, start + to, link.create({ href: words, title }));
      }
      return transaction.docChanged ? transaction : null;
    },
  });
}

// The links of a line with their words.
function runs(textblock) {
  const found = [];
  textblock.forEach((node, offset) => {
    const mark = node.isText ? link.isInSet(node.marks) : null;
    const last = found.at(-1);
    if (mark && last && last.to === offset && last.href === mark.attrs.href) {
      last.words += node.text;
      last.to += node.nodeSize;
    } else if (mark) found.push({ words: node.text, ...mark.attrs, from: offset, to: offset + node.nodeSize });
  });
  return found;
}
