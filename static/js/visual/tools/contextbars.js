// A small bar below what the caret is in: a table, lines of code, a callout, a picture or a link. Alt+F10 leads to
// it, Escape back to the text.
import { NodeSelection, Plugin } from "prosemirror-state";
import { schema } from "../schema.js";
import { press, refresh, roving } from "./bar.js";
import { ancestor } from "./commands.js";
import { linkAt, unlink } from "./linking.js";
import { openPicture } from "./picturing.js";
import { announce, copyOf, say } from "./wording.js";

const { nodes } = schema;
const gap = 4;

// What the bars belong to, the innermost first: { kind, node, pos }.
function contextOf(state) {
  const { selection } = state;
  if (selection instanceof NodeSelection && selection.node.type === nodes.image) {
    return { kind: "image", node: selection.node, pos: selection.from };
  }
  const link = selection.empty && linkAt(state).mark;
  if (link) return { kind: "link", node: link, pos: linkAt(state).from };
  const frames = { code: nodes.code_block, table: nodes.table, callout: nodes.callout };
  const found = Object.entries(frames)
    .map(([kind, type]) => ({ kind, ...ancestor(state, type) }))
    .filter(({ node }) => node)
    .sort((one, other) => other.depth - one.depth);
  return found[0] ?? null;
}

export function contextBars() {
  return new Plugin({
    view(view) {
      const holder = document.createElement("div");
      holder.className = "blockbars";
      view.dom.parentElement.append(holder);
      const bars = new Map();
      let now = null;
      let frame = 0;

      function barOf(kind) {
        if (!bars.has(kind)) bars.set(kind, make(kind, view, () => now));
        return bars.get(kind);
      }
      function draw() {
        const active = view.hasFocus() || holder.contains(document.activeElement);
        const found = active && view.editable ? contextOf(view.state) : null;
        if (found?.kind !== now?.kind) holder.replaceChildren(...(found ? [barOf(found.kind).dom] : []));
        const isNew = found && (found.kind !== now?.kind || found.pos !== now?.pos);
        now = found;
        if (!now) return;
        barOf(now.kind).show(now, isNew);
        place();
      }
      function place() {
        const dom = now && blockOf(view, now);
        if (!dom?.getBoundingClientRect) return;
        const frameOf = holder.parentElement.getBoundingClientRect();
        const box = dom.getBoundingClientRect();
        const low = (document.querySelector(".pubbar")?.getBoundingClientRect().top ?? innerHeight) - holder.offsetHeight - gap;
        const top = Math.max(Math.min(box.bottom + gap, low), box.top + gap);
        const left = Math.min(Math.max(box.left, frameOf.left), frameOf.right - holder.offsetWidth);
        holder.style.setProperty("--y", `${top - frameOf.top}px`);
        holder.style.setProperty("--x", `${Math.max(0, left - frameOf.left)}px`);
      }
      const soon = () => {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(draw);
      };
      const back = (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        view.focus();
      };
      const focuses = ["focusin", "focusout"];
      focuses.forEach((name) => holder.parentElement.addEventListener(name, soon));
      holder.addEventListener("keydown", back);
      view.dom.addEventListener("load", place, true); // a picture has its height when it is there
      addEventListener("scroll", place, { passive: true, capture: true });
      addEventListener("resize", place);
      view.barForCaret = () => focusIn(holder);
      return {
        update: soon,
        destroy() {
          cancelAnimationFrame(frame);
          removeEventListener("scroll", place, { capture: true });
          removeEventListener("resize", place);
          holder.remove();
        },
      };
    },
    props: {
      handleKeyDown(view, event) {
        if (event.key !== "F10" || !event.altKey) return false;
        return view.barForCaret();
      },
    },
  });
}

function focusIn(holder) {
  const first = holder.querySelector("input, select, button:not([tabindex='-1']), a[href]");
  first?.focus();
  return Boolean(first);
}

function blockOf(view, { kind, pos }) {
  if (kind !== "link") return view.nodeDOM(pos);
  const { node } = view.domAtPos(pos + 1);
  return node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
}

// A bar: { dom, show(context, isNew) }.
function make(kind, view, context) {
  const dom = copyOf(`bar-${kind}`);
  dom.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
  dom.addEventListener("click", (event) => {
    const command = event.target.closest("[data-command]")?.dataset.command;
    if (command === "imageDialog") openPicture(view);
    else if (command === "unlink") unlink(view);
    else press(event, view);
  });
  // The form of the page is not sent from a field of a bar.
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input, select")) return;
    event.preventDefault();
    event.stopPropagation();
    view.focus();
  });
  dom.addEventListener("input", (event) => event.stopPropagation());
  const show = shows[kind](dom, view, context);
  return { dom, show };
}

const shows = {
  table(dom, view) {
    roving(dom);
    return (_now, isNew) => {
      refresh(dom, view);
      if (isNew) announce(say("barFor", { what: dom.getAttribute("aria-label") }));
    };
  },
  code: (dom, view, context) => attributes(dom, view, context, { "#editor-code-language": "language" }),
  callout: (dom, view, context) => attributes(dom, view, context, { "#editor-callout-kind": "kind" }),
  image: (dom, view, context) => attributes(dom, view, context, { "#editor-alt": "alt" }),
  link(dom) {
    const address = dom.querySelector("a");
    return ({ node }) => {
      address.textContent = node.attrs.href;
      address.href = node.attrs.href;
    };
  },
};

// Fields that hold attributes of the node.
function attributes(dom, view, context, fields) {
  const entries = Object.entries(fields).map(([selector, name]) => [dom.querySelector(selector), name]);
  for (const [field, name] of entries) {
    field.addEventListener("input", () => {
      const { node, pos } = context() ?? {};
      const there = pos === undefined ? null : view.state.doc.nodeAt(pos);
      if (!there || there.type !== node.type || there.attrs[name] === field.value) return;
      const tr = view.state.tr.setNodeMarkup(pos, null, { ...there.attrs, [name]: field.value });
      if (there.type === nodes.image) tr.setSelection(NodeSelection.create(tr.doc, pos));
      view.dispatch(tr);
    });
  }
  return ({ node }) => {
    for (const [field, name] of entries) {
      if (document.activeElement !== field && field.value !== node.attrs[name]) field.value = node.attrs[name];
    }
  };
}
