// What the templates of the space hold, as further commands of the slash menu: asked for once, when it first opens.
import { asking } from "./asking.js";
import { say } from "./wording.js";

// { all, ask }: all is empty until ask(), which tells whether it brought anything new.
export function templateParts(place, insert) {
  const all = [];
  let asked = null;
  async function load() {
    try {
      const items = await asking().ask({ kind: "parts", query: "" }, place);
      all.push(...(items ?? []).map((item) => drawn(item, insert)));
    } catch {
      asked = null;
    }
    return all.length > 0;
  }
  return {
    all,
    async ask() {
      if (asked) return false;
      asked = load();
      return asked;
    },
  };
}

function drawn({ title, context, insert: text }, insert) {
  return { title, context, group: say("templates"), icon: "file-plus", run: () => insert(text) };
}
