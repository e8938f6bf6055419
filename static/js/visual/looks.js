// What the editable element says about itself.

// From so many blocks on, those out of sight are not laid out.
const long = 300;

// Its attributes: a named, multi-line text field, and the highest level of heading, which looks like the first.
export function lookOf({ doc }, words) {
  return {
    class: "prose visual__text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": words.label,
    "data-placeholder": words.placeholder,
    "data-top": String(highest(doc)),
    ...(doc.childCount > long ? { "data-long": "" } : {}),
    ...(isEmpty(doc) ? { "data-empty": "" } : {}),
    ...(words.language ? { lang: words.language } : {}),
    spellcheck: "true",
  };
}

export function highest(doc) {
  let level = 7;
  doc.forEach((node) => {
    if (node.type.name === "heading") level = Math.min(level, node.attrs.level);
  });
  return level > 3 ? 2 : level;
}

function isEmpty(doc) {
  return doc.childCount === 1 && doc.firstChild.type.name === "paragraph" && doc.firstChild.childCount === 0;
}
