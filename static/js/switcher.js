// The quick switcher: a dialog with one field that lists pages, people and spaces as one types.
// Reads {groups: [{label, items: [{url, title, context, icon}]}]} from data-url; words come from data attributes.
import { icon } from "./icons.js";
import { whenQuiet } from "./wait.js";

export function switcher() {
  const dialog = document.querySelector("[data-switcher]");
  if (!dialog) return null;
  const field = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const note = dialog.querySelector("[role=status]");
  let asking = null;
  let chosen = -1;
  let answered = null; // the words that the list answers; null while it answers none
  let going = null; // Enter was pressed before the answer came: where to open it

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(index) {
    const all = options();
    chosen = index === null || !all.length ? -1 : (index + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(groups, words, message) {
    const filled = groups.filter((group) => group.items.length);
    let number = 0;
    list.replaceChildren(...filled.map((group) => drawGroup(group, words, dialog.dataset.sprite, () => number++)));
    list.hidden = !filled.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    note.textContent = filled.length ? "" : message;
    choose(filled.length && words ? 0 : null);
    answered = words;
    if (going) go(going);
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const words = field.value.trim();
    try {
      const address = `${dialog.dataset.url}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      show((await answer.json()).groups, words, words && dialog.dataset.nothing);
    } catch (problem) {
      if (problem.name !== "AbortError") show([], words, words && dialog.dataset.failed);
    }
  }
  const askSoon = whenQuiet(90, ask);

  function go(where) {
    const words = field.value.trim();
    going = words === answered ? null : where;
    if (going) return;
    const found = options()[chosen];
    const search = `${dialog.dataset.searchUrl}?q=${encodeURIComponent(words)}`;
    const address = found ? found.href : search;
    if (where === "tab") open(address, "_blank", "noopener");
    else location.assign(address);
  }

  // What was found for fewer letters may not be meant any more: Enter waits for the answer to these.
  field.addEventListener("input", () => {
    asking?.abort();
    answered = going = null;
    choose(null);
    askSoon();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen < 0 && step < 0 ? -1 : chosen + step);
    else if (event.key === "Enter") go(event.ctrlKey || event.metaKey ? "tab" : "here");
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    asking?.abort();
    going = null;
  });

  function start() {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    ask();
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-switcher-open]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    start();
  });
  return start;
}

function drawGroup(group, words, sprite, next) {
  const box = document.createElement("div");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", group.label);
  const head = document.createElement("div");
  head.className = "pop__h";
  head.setAttribute("aria-hidden", "true");
  head.textContent = group.label;
  box.append(head, ...group.items.map((item) => drawOption(item, words, sprite, next())));
  return box;
}

function drawOption(item, words, sprite, number) {
  const option = document.createElement("a");
  option.className = "opt";
  option.id = `switcher-${number}`;
  option.href = new URL(item.url, location.origin).pathname + new URL(item.url, location.origin).search;
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const text = document.createElement("span");
  text.append(...marked(item.title, words));
  if (item.context) {
    const context = document.createElement("small");
    context.textContent = item.context;
    text.append(context);
  }
  option.append(icon(sprite, item.icon || "file-text"), text);
  return option;
}

function marked(title, words) {
  const start = words ? title.toLocaleLowerCase().indexOf(words.toLocaleLowerCase()) : -1;
  if (start < 0) return [title];
  const bold = document.createElement("b");
  bold.textContent = title.slice(start, start + words.length);
  return [title.slice(0, start), bold, title.slice(start + words.length)];
}
