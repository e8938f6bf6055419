// What a line of a page can hold: nodes and marks of the schema (schema.js).

// A data attribute; null when it is not there.
export const data = (dom, name) => dom.getAttribute(`data-${name}`) || null;

export const inlines = {
  text: { group: "inline" },
  hard_break: {
    inline: true,
    group: "inline",
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  image: {
    inline: true,
    group: "inline",
    draggable: true,
    attrs: { src: {}, alt: { default: "" }, title: { default: null } },
    parseDOM: [
      {
        tag: "img[src]",
        getAttrs: (dom) => ({
          src: dom.getAttribute("src"),
          alt: dom.getAttribute("alt") ?? "",
          title: dom.getAttribute("title") || null,
        }),
      },
    ],
    toDOM: ({ attrs }) => ["img", attrs],
  },
  // [[Page]], [[Page#Section|label]], [[space:Page]]; page "" is a section of this page.
  wiki_link: {
    inline: true,
    group: "inline",
    atom: true,
    attrs: {
      page: { default: "" },
      section: { default: null },
      label: { default: null },
      space: { default: null },
    },
    parseDOM: [{ tag: "a[data-page]", priority: 60, getAttrs: (dom) => addressOf(dom) }],
    toDOM: ({ attrs }) => ["a", { class: "wikilink", ...addressData(attrs) }, attrs.label || written(attrs)],
  },
  mention: {
    inline: true,
    group: "inline",
    atom: true,
    attrs: { handle: {} },
    parseDOM: [
      { tag: "a[data-handle]", priority: 60, getAttrs: (dom) => ({ handle: data(dom, "handle") }) },
    ],
    toDOM: ({ attrs }) => ["a", { class: "mention", "data-handle": attrs.handle }, `@${attrs.handle}`],
  },
  topic: {
    inline: true,
    group: "inline",
    atom: true,
    attrs: { name: {} },
    parseDOM: [{ tag: "a[data-topic]", priority: 60, getAttrs: (dom) => ({ name: data(dom, "topic") }) }],
    toDOM: ({ attrs }) => ["a", { class: "topiclink", "data-topic": attrs.name }, `#${attrs.name}`],
  },
  footnote_ref: {
    inline: true,
    group: "inline",
    atom: true,
    attrs: { label: {} },
    parseDOM: [{ tag: "sup[data-label]", getAttrs: (dom) => ({ label: data(dom, "label") }) }],
    toDOM: ({ attrs }) => ["sup", { class: "footnote-ref", "data-label": attrs.label }, attrs.label],
  },
};

// The attributes of a link to a page or an include, from its element and back.
export function addressOf(dom) {
  return {
    page: data(dom, "page") ?? "",
    section: data(dom, "section"),
    label: data(dom, "label"),
    space: data(dom, "space"),
  };
}

export function addressData({ page, section, label, space }) {
  return { "data-page": page, "data-section": section, "data-label": label, "data-space": space };
}

// The words of a link without a label, as the server writes them.
export function written({ page, section }) {
  return [page, section].filter(Boolean).join(": ");
}

export const marks = {
  link: {
    attrs: { href: {}, title: { default: null } },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (dom) => ({ href: dom.getAttribute("href"), title: dom.getAttribute("title") || null }),
      },
    ],
    toDOM: ({ attrs }) => ["a", attrs, 0],
  },
  em: {
    parseDOM: [
      { tag: "i" },
      { tag: "em" },
      { style: "font-style=italic" },
      { style: "font-style=normal", clearMark: (mark) => mark.type.name === "em" },
    ],
    toDOM: () => ["em", 0],
  },
  strong: {
    parseDOM: [
      { tag: "strong" },
      { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null },
      { style: "font-weight=400", clearMark: (mark) => mark.type.name === "strong" },
      { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
    ],
    toDOM: () => ["strong", 0],
  },
  strike: {
    parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }, { style: "text-decoration=line-through" }],
    toDOM: () => ["s", 0],
  },
  code: { code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};
