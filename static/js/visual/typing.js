// Markdown typed as shortcuts: what is typed becomes what it means, and the next Backspace or Ctrl+Z takes it back.
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { NodeSelection, Plugin, TextSelection } from "prosemirror-state";
import { linkParts } from "./inline_rules.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
const outside = { inCodeMark: false };

export function typing() {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,6})\s$/, nodes.heading, (found) => ({ level: found[1].length })),
      textblockTypeInputRule(/^```([\w+#.-]*)\s$/, nodes.code_block, (found) => ({ language: found[1] })),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list, (found) => ({ bullet: found[1] })),
      wrappingInputRule(
        /^(\d{1,9})([.)])\s$/,
        nodes.ordered_list,
        (found) => ({ order: Number(found[1]), delimiter: found[2] }),
        (found, list) => list.childCount + list.attrs.order === Number(found[1]),
      ),
      new InputRule(/^\[([ xX]?)\]\s$/, task),
      new InputRule(/^(?:---|—-)$/, rule),
      marked(/(?:^|[^*\\\p{L}\p{N}])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/u, marks.strong),
      marked(/(?:^|[^_\\\p{L}\p{N}])(__([^_\s](?:[^_]*[^_\s])?)__)$/u, marks.strong),
      marked(/(?:^|[^*\\\p{L}\p{N}])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/u, marks.em),
      marked(/(?:^|[^_\\\p{L}\p{N}])(_([^_\s](?:[^_]*[^_\s])?)_)$/u, marks.em),
      marked(/(?:^|[^~])(~~([^~\s](?:[^~]*[^~\s])?)~~)$/u, marks.strike),
      marked(/(?:^|[^`\\])(`([^`]+)`)$/u, marks.code),
      new InputRule(/!?\[\[([^[\]\n]{1,500})\]\]$/, page, outside),
    ],
  });
}

// Letters typed while a name or a picture in the line is selected stand behind it, and do not take its place: a picture
// that was sent is selected when it arrives.
export function typingBesideNames() {
  const names = new Set([nodes.wiki_link, nodes.mention, nodes.topic, nodes.footnote_ref, nodes.image]);
  return new Plugin({
    props: {
      handleTextInput({ state, dispatch }, _from, to, text) {
        if (!(state.selection instanceof NodeSelection) || !names.has(state.selection.node.type)) return false;
        const transaction = state.tr.insertText(text, to);
        dispatch(transaction.setSelection(TextSelection.create(transaction.doc, to + text.length)));
        return true;
      },
    },
  });
}

function marked(pattern, type) {
  return new InputRule(
    pattern,
    (state, found, start, end) => {
      const [all, written, words] = found;
      const from = start + all.indexOf(written);
      const before = written.indexOf(words);
      const missing = written.length - (end - from);
      const closing = written.length - before - words.length - missing;
      const transaction = state.tr;
      if (closing > 0) transaction.delete(end - closing, end);
      transaction.delete(from, from + before);
      transaction.addMark(from, from + words.length, type.create());
      return transaction.removeStoredMark(type);
    },
    outside,
  );
}

// "[ ] " makes the item, or the paragraph, a task.
function task(state, found, start, end) {
  const checked = /x/i.test(found[1]);
  const { $from } = state.selection;
  const transaction = state.tr.delete(start, end);
  const item = $from.node(-1);
  if (item?.type === nodes.list_item && $from.index(-1) === 0) {
    return transaction.setNodeAttribute($from.before(-1), "checked", checked);
  }
  const range = transaction.doc.resolve(start).blockRange();
  if (!range) return null;
  const parent = range.parent.type.contentMatch;
  if ($from.parent.type !== nodes.paragraph || !parent.matchType(nodes.bullet_list)) return null;
  return transaction.wrap(range, [{ type: nodes.bullet_list }, { type: nodes.list_item, attrs: { checked } }]);
}

function rule(state, _found, start, end) {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.paragraph || $from.parent.content.size > end - start) return null;
  const [before, after] = [$from.before(), $from.after()];
  if (!$from.node(-1).canReplaceWith($from.index(-1), $from.indexAfter(-1), nodes.horizontal_rule)) return null;
  return state.tr.replaceWith(before, after, [nodes.horizontal_rule.create(), nodes.paragraph.create()]);
}

// [[Page]] becomes a link, ![[Page]] on a line of its own the page itself.
function page(state, found, start, end) {
  const place = linkParts(found[1]);
  if (!place) return null;
  const { $from } = state.selection;
  const alone = found[0].startsWith("!") && $from.parent.type === nodes.paragraph && start === $from.start() && end === $from.end();
  if (alone && place.page) {
    const include = [nodes.include.create(place), nodes.paragraph.create()];
    return state.tr.replaceWith($from.before(), $from.after(), include);
  }
  const from = found[0].startsWith("!") ? start + 1 : start;
  return state.tr.replaceWith(from, end, nodes.wiki_link.create(place));
}
