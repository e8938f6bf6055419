// Where tools join the visual editor: menus, completion, paste, upload. A tool is a function of the editor's
// surroundings that gives any of
//   plugins    ProseMirror plugins, asked before those of the editor itself
//   nodeViews  node views by name of the node
//   start      (view) => stop?, called when the editor stands, and its answer when it goes
// The surroundings are { area, form, words, mount, toolbar, schema, parse, serialise }: the textarea of truth, its form, the
// sentences of the template (data attributes of [data-visual]), the element the editor stands in, the element
// [data-visual-toolbar], and Markdown to a fragment of blocks and back.
const tools = [];

export function registerTool(tool) {
  tools.push(tool);
}

// What all tools give together.
export function gather(surroundings) {
  const given = tools.map((tool) => tool(surroundings) ?? {});
  return {
    plugins: given.flatMap((one) => one.plugins ?? []),
    nodeViews: Object.assign({}, ...given.map((one) => one.nodeViews ?? {})),
    start: (view) => {
      const stops = given.map((one) => one.start?.(view)).filter(Boolean);
      return () => stops.forEach((stop) => stop());
    },
  };
}
