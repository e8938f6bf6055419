// Blocks that need more than an element: a box to tick, a title to write, a word on what stands there.
import { schema, written } from "./schema.js";

const { nodes } = schema;
const looks = { tip: "callout--ok", warning: "callout--due", caution: "callout--stop" };

export function blockViews(words) {
  return {
    list_item: (node, view, position) => itemView(node, view, position, words),
    callout: (node, view, position) => calloutView(node, view, position, words),
    source_block: () => sourceView(words),
    include: (node) => includeView(node, words),
    image: (node) => imageView(node, words),
    code_block: (node) => codeView(node, words),
  };
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function itemView(node, view, position, words) {
  if (node.attrs.checked === null) {
    const dom = element("li");
    return { dom, contentDOM: dom, update: (next) => next.type === node.type && next.attrs.checked === null };
  }
  const box = element("input", { type: "checkbox", "aria-label": words.task });
  const contentDOM = element("div");
  const dom = element("li", { class: "visual__task" }, element("span", { contenteditable: "false" }, box), contentDOM);
  const show = ({ attrs }) => {
    box.checked = attrs.checked;
    dom.classList.toggle("done", attrs.checked);
  };
  box.addEventListener("change", () => {
    view.dispatch(view.state.tr.setNodeAttribute(position(), "checked", box.checked));
  });
  show(node);
  return {
    dom,
    contentDOM,
    stopEvent: (event) => event.target === box,
    ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    update(next) {
      if (next.type !== nodes.list_item || next.attrs.checked === null) return false;
      show(next);
      return true;
    },
  };
}

// The title is Markdown of one line; Enter in it goes on to the text.
function calloutView(node, view, position, words) {
  let { kind } = node.attrs;
  const names = JSON.parse(words.callouts);
  const title = element("input", { class: "visual__title", "aria-label": words.calloutTitle, autocomplete: "off" });
  const contentDOM = element("div", { class: "visual__remark" });
  const head = element("b", { contenteditable: "false" }, title);
  const dom = element("aside", {}, head, contentDOM);
  const show = ({ attrs }) => {
    kind = attrs.kind;
    dom.className = `callout ${looks[kind] ?? ""}`.trim();
    dom.dataset.callout = kind;
    title.placeholder = names[kind] ?? kind;
    if (title.value !== attrs.title) title.value = attrs.title;
  };
  title.addEventListener("input", () => {
    view.dispatch(view.state.tr.setNodeAttribute(position(), "title", title.value));
  });
  title.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    view.focus();
  });
  show(node);
  return {
    dom,
    contentDOM,
    stopEvent: (event) => event.target === title,
    ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    update(next) {
      if (next.type !== nodes.callout) return false;
      show(next);
      return true;
    },
  };
}

function sourceView(words) {
  const contentDOM = element("code");
  const note = element("p", { class: "visual__note", contenteditable: "false" }, words.source);
  const dom = element("div", { class: "visual__source" }, note, element("pre", {}, contentDOM));
  return { dom, contentDOM, ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target) };
}

function codeView(node, words) {
  const contentDOM = element("code", { spellcheck: "false" });
  const dom = element("pre", {}, contentDOM);
  const show = ({ attrs }) => {
    const [language] = attrs.language.split(/\s/);
    dom.dataset.language = language || words.plainCode;
  };
  show(node);
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== nodes.code_block) return false;
      show(next);
      return true;
    },
  };
}

function includeView(node, words) {
  const name = element("b", {}, written(node.attrs));
  return { dom: element("div", { class: "visual__include" }, `${words.include} `, name) };
}

// A picture of this site is shown; one from elsewhere is a link on the page and is named here.
function imageView({ attrs }, words) {
  const own = /^\/files\//.test(attrs.src) || !/^(?:[^/?#:]*:|[/\\?#])/.test(attrs.src);
  if (!own || attrs.src.includes("\\")) {
    return { dom: element("span", { class: "visual__elsewhere", title: attrs.src }, attrs.alt || words.image) };
  }
  const base = new URL(words.base || location.pathname, location.href);
  return { dom: element("img", { src: new URL(attrs.src, base).href, alt: attrs.alt, title: attrs.title || null }) };
}
