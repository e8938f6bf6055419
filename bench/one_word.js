// Runs in an edit page: opens each text in the visual editor, changes words one at a time, and tells what was
// saved besides. Given { texts: [[name, text]], most }: gives { blocks, source, words, exceptions: [[name, word,
// removed, added]] }.
async ({ texts, most }) => {
  const given = document.querySelector("[data-visual]");
  const { visualEditor } = await import(given.dataset.visual);
  const selectionAt = (state, position) => state.selection.constructor.near(state.doc.resolve(position));
  const found = { blocks: 0, source: 0, words: 0, exceptions: [] };
  for (const [name, text] of texts) {
    const form = document.createElement("form");
    const area = form.appendChild(document.createElement("textarea"));
    const place = form.appendChild(given.cloneNode(false));
    const toolbar = form.appendChild(document.createElement("div"));
    document.body.append(form);
    area.value = text;
    let editor;
    try {
      editor = visualEditor({ area, place, toolbar });
    } catch (problem) {
      found.exceptions.push([name, "", String(problem), ""]);
      form.remove();
      continue;
    }
    const { view } = editor;
    view.state.doc.forEach((node) => {
      found.blocks += 1;
      found.source += node.type.name === "source_block" && !/^\[[^\]]+\]:/.test(node.textContent);
    });
    const opened = view.state;
    const places = [];
    opened.doc.descendants((node, position) => {
      if (!node.isText) return;
      for (const word of node.text.matchAll(/\p{L}{3,}/gu)) places.push([position + word.index + word[0].length - 1, word[0]]);
    });
    const step = Math.max(1, Math.ceil(places.length / most));
    for (let at = Math.min(places.length - 1, step >> 1); at >= 0 && at < places.length; at += step) {
      const [position, word] = places[at];
      view.dispatch(view.state.tr.setSelection(selectionAt(view.state, position)));
      view.dispatch(view.state.tr.insertText("q"));
      editor.write();
      found.words += 1;
      let start = 0;
      while (start < text.length && text[start] === area.value[start]) start += 1;
      let end = 0;
      while (end < text.length - start && text.at(-1 - end) === area.value.at(-1 - end)) end += 1;
      const [removed, added] = [text.slice(start, text.length - end), area.value.slice(start, area.value.length - end)];
      if (removed || added !== "q") found.exceptions.push([name, word, removed, added]);
      view.updateState(opened);
    }
    editor.close();
    form.remove();
  }
  return found;
};
