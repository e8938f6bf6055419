// The one list that opens at the caret. The focus stays where one writes (`host`): the list is told to screen
// readers by aria-activedescendant, and chosen from with the arrows, Enter or Tab, a click or a tap.
import { icon } from "../../icons.js";
import { announce, count, say } from "./wording.js";
import { marked } from "./marked.js";

const gap = 6;
const edge = 8;
let lists = 0;

export function popup(host, { pick, leave }) {
  const box = document.createElement("div");
  const list = document.createElement("div");
  const note = document.createElement("p");
  box.className = "pop suggest";
  box.hidden = true;
  list.id = `suggest-${++lists}`;
  list.setAttribute("role", "listbox");
  list.className = "suggest__l";
  list.tabIndex = 0; // it may scroll
  note.className = "suggest__n meta";
  box.append(list, note);
  host.after(box);
  let items = [];
  let chosen = -1;
  let anchor = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !box.hidden;

  function choose(index) {
    const all = options();
    chosen = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) return host.removeAttribute("aria-activedescendant");
    host.setAttribute("aria-activedescendant", all[chosen].id);
    const { top, bottom } = all[chosen].getBoundingClientRect();
    const seen = list.getBoundingClientRect();
    if (top < seen.top) list.scrollTop -= seen.top - top + (chosen === 0 ? 40 : 0);
    if (bottom > seen.bottom) list.scrollTop += bottom - seen.bottom;
  }

  // groups: [{ label, items: [{ title, context, icon, … }] }]; whereabouts() gives { left, top, bottom }.
  function open({ label, groups, words = "", remark = "", whereabouts }) {
    const filled = groups.filter((group) => group.items.length);
    items = filled.flatMap((group) => group.items);
    if (!items.length && !remark) return close();
    let number = 0;
    const drawn = (item) => option(item, words, `${list.id}-${number++}`);
    list.replaceChildren(...filled.map((group) => drawGroup(group, drawn)));
    list.setAttribute("aria-label", label);
    list.hidden = !items.length;
    note.textContent = remark;
    anchor = whereabouts;
    if (box.hidden) listen(true);
    box.hidden = false;
    for (const [name, value] of shown(list.id)) host.setAttribute(name, value);
    choose(0);
    place();
    announce([items.length ? count("found", items.length) : "", remark].filter(Boolean).join(" "));
    return undefined;
  }

  function close() {
    if (box.hidden) return;
    box.hidden = true;
    items = [];
    listen(false);
    for (const [name] of shown("")) host.removeAttribute(name);
    host.removeAttribute("aria-activedescendant");
  }

  function place() {
    const at = !box.hidden && anchor?.();
    if (!at) return;
    const seen = window.visualViewport ?? { offsetTop: 0, height: innerHeight, offsetLeft: 0, width: innerWidth };
    const low = seen.offsetTop + seen.height - edge;
    const below = low - at.bottom - gap;
    const above = at.top - seen.offsetTop - edge - gap;
    list.style.maxHeight = "";
    const upwards = box.offsetHeight > below && above > below;
    list.style.maxHeight = `${Math.max(96, (upwards ? above : below) - (box.offsetHeight - list.offsetHeight))}px`;
    const right = seen.offsetLeft + seen.width - edge - box.offsetWidth;
    box.style.left = `${Math.max(seen.offsetLeft + edge, Math.min(at.left, right))}px`;
    box.style.top = `${upwards ? at.top - gap - box.offsetHeight : at.bottom + gap}px`;
  }

  function listen(on) {
    const turn = on ? "addEventListener" : "removeEventListener";
    window[turn]("scroll", place, true);
    window[turn]("resize", place);
    window.visualViewport?.[turn]("resize", place);
    document[turn]("mousedown", elsewhere);
  }

  function elsewhere(event) {
    if (!box.contains(event.target) && !host.contains(event.target)) leave();
  }

  // True when the key was for the list.
  function key(event) {
    if (box.hidden || event.isComposing || event.keyCode === 229) return false;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (event.key === "Escape") leave();
    else if (step && items.length) choose(bounded(chosen + step, step, items.length));
    else if (event.key === "Enter" && !event.shiftKey && chosen >= 0) pick(items[chosen], "Enter");
    else if (event.key === "Tab" && !event.shiftKey && chosen >= 0) pick(items[chosen], "Tab");
    else return false;
    return true;
  }

  // A press must not take the focus from the text, or a phone would put its keyboard away.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => {
    const index = options().indexOf(event.target.closest("[role=option]"));
    if (index >= 0) pick(items[index], "click");
  });
  box.addEventListener("mousemove", (event) => {
    const index = options().indexOf(event.target.closest("[role=option]"));
    if (index >= 0 && index !== chosen) choose(index);
  });

  const stop = () => {
    close();
    box.remove();
  };
  return { open, close, key, place, stop, isOpen, first: () => items[0], current: () => items[chosen] };
}

function bounded(index, step, length) {
  return Math.abs(step) === 1 ? index : Math.max(0, Math.min(length - 1, index));
}

function shown(id) {
  return [
    ["aria-controls", id],
    ["aria-haspopup", "listbox"],
    ["aria-autocomplete", "list"],
  ];
}

function drawGroup(group, drawn) {
  const box = document.createElement("div");
  const head = document.createElement("div");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", group.label);
  head.className = "pop__h";
  head.setAttribute("aria-hidden", "true");
  head.textContent = group.label;
  box.append(head, ...group.items.map(drawn));
  return box;
}

function option(item, words, id) {
  const line = document.createElement("div");
  line.className = item.level ? `opt suggest__h${Math.min(item.level, 4)}` : "opt";
  line.id = id;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  const text = document.createElement("span");
  text.append(...marked(item.title, words));
  if (item.context) text.append(Object.assign(document.createElement("small"), { textContent: item.context }));
  line.append(item.monogram ? face(item) : icon(say("sprite"), item.icon ?? "file-text"), text);
  if (item.keys) line.append(Object.assign(document.createElement("kbd"), { textContent: item.keys }));
  return line;
}

function face({ monogram, tint, picture }) {
  const disc = document.createElement("span");
  disc.className = `av av--28 t${tint}`;
  disc.setAttribute("aria-hidden", "true");
  if (picture) disc.append(Object.assign(document.createElement("img"), { src: picture, alt: "" }));
  else disc.textContent = monogram;
  return disc;
}
