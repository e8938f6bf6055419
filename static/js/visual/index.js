// The visual editor of a page. visualEditor shows the text of a textarea and keeps writing it back; the textarea
// stays what is sent, kept as a draft and compared.
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { Fragment } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { whenQuiet } from "../wait.js";
import { followedAddresses } from "./addresses.js";
import { tooIntricate } from "./grammar.js";
import { keys, keysAtTheCaret } from "./keys.js";
import { lookOf } from "./looks.js";
import { caretInSource, caretInDoc } from "./places.js";
import { gather } from "./plugins.js";
import { blockViews } from "./nodeviews.js";
import { schema } from "./schema.js";
import { openSource } from "./source.js";
import { shapedTables } from "./tables.js";
import { registerTools } from "./tools/index.js";
import { typing, typingBesideNames } from "./typing.js";

const pause = 250;

registerTools();

class Refused extends Error {
  name = "Refused";
}

// Stands in `place` ([data-visual], its sentences in data attributes) for `area`; tools go into `toolbar`.
// An error named Refused is thrown for a page that cannot pass.
export function visualEditor({ area, place, toolbar }) {
  if (tooIntricate(area.value)) throw new Refused("too intricate");
  const source = openSource(area.value);
  if (source.write(source.doc) !== area.value) throw new Refused("not the same");
  const words = place.dataset;
  const { form } = area;
  const parse = (text) => Fragment.from(source.parse(text));
  const serialise = (content) => source.plain([].concat(content.content ?? content));
  const tools = gather({ area, form, words, mount: place, toolbar, schema, parse, serialise });
  let written = area.value;
  let due = false;

  const view = new EditorView(
    { mount: place.appendChild(document.createElement("div")) },
    {
      state: EditorState.create({ doc: source.doc, plugins: [...tools.plugins, ...plugins()] }),
      attributes: (state) => lookOf(state, words),
      nodeViews: { ...blockViews(words), ...tools.nodeViews },
      dispatchTransaction(transaction) {
        view.updateState(view.state.apply(transaction));
        if (transaction.docChanged) changed();
      },
    },
  );
  const stop = tools.start(view);

  function write() {
    soon.cancel();
    if (!due || view.composing) return;
    due = false;
    // Somebody writes there as text by now: what comes late to this side does not undo it.
    if (area.value !== written) return;
    const text = source.write(view.state.doc);
    if (text === area.value) return;
    area.value = text;
    written = area.value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const soon = whenQuiet(pause, write);
  function changed() {
    due = true;
    soon();
  }

  // The text was changed elsewhere: as text, or by a draft that was brought back.
  function read() {
    if (area.value === written) return;
    if (tooIntricate(area.value)) throw new Refused("too intricate");
    written = area.value;
    const doc = source.read(area.value);
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content).setMeta("addToHistory", true));
    due = false;
    soon.cancel();
  }

  const leaving = () => {
    write();
  };
  const moments = [[form, "submit"], [window, "beforeunload"], [window, "pagehide"], [document, "visibilitychange"]];
  for (const [target, moment] of moments) target.addEventListener(moment, leaving, true);

  return {
    view,
    write: leaving,
    read,
    focus: () => view.focus(),
    caret: () => caretInSource(view.state, source, area.value),
    putCaret: (offset) => caretInDoc(view, source, area.value, offset),
    close() {
      for (const [target, moment] of moments) target.removeEventListener(moment, leaving, true);
      stop();
      view.destroy();
    },
  };
}

function plugins() {
  return [
    keysAtTheCaret(),
    typingBesideNames(),
    typing(),
    ...keys(),
    history({ newGroupDelay: 600 }),
    gapCursor(),
    dropCursor({ color: false, class: "visual__drop", width: 2 }),
    shapedTables(),
    followedAddresses(),
    tableEditing(),
  ];
}
