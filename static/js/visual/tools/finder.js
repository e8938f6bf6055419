// A field that finds pages as one types, with its list below it: the field of the link dialog.
import { icon } from "../../icons.js";
import { whenQuiet } from "../../wait.js";
import { addressIn } from "./addresses.js";
import { marked } from "./marked.js";
import { say } from "./wording.js";

const pause = 80;

export function finder(frame, field, questions, place, pick) {
  const list = frame.querySelector("[role=listbox]");
  const note = frame.querySelector("[role=status]");
  let items = [];
  let chosen = -1;
  let answered = null; // the words that the list answers, or will once their answer is there
  let answering = null; // that answer, while it is under way

  function choose(index) {
    chosen = index === null || !items.length ? -1 : (index + items.length) % items.length;
    [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(found, words) {
    items = found;
    list.replaceChildren(...found.map((item, index) => line(item, words, `${list.id}-${index}`)));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    choose(0);
  }

  const look = (words = field.value.trim()) => (answering = find(words));
  async function find(words) {
    lookSoon.cancel();
    note.textContent = "";
    answered = words;
    if (!words || addressIn(words)) return show([], "");
    const [page, section] = words.split("#");
    const wanted = section === undefined ? { kind: "pages", query: words } : { kind: "sections", page, query: section };
    try {
      const found = await questions.ask(wanted, place);
      if (found && answered === words) show(found, section ?? words);
    } catch {
      show([], "");
      note.textContent = say("noAnswer");
    }
    return undefined;
  }
  const lookSoon = whenQuiet(pause, () => look());

  field.addEventListener("input", () => {
    choose(null);
    lookSoon();
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !items.length || event.isComposing) return;
    event.preventDefault();
    choose(chosen < 0 && step < 0 ? items.length - 1 : chosen + step);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const at = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0) pick(items[at]);
  });
  return {
    look,
    // What is chosen for the words as they stand: an answer under way is waited for.
    async current() {
      await (field.value.trim() === answered || answered === null ? answering : look());
      return items[chosen] ?? null;
    },
    say: (sentence) => (note.textContent = sentence),
    clear() {
      answered = field.value.trim();
      note.textContent = "";
      show([], "");
    },
  };
}

function line(item, words, id) {
  const option = document.createElement("div");
  const text = document.createElement("span");
  option.className = "opt";
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  text.append(...marked(item.title, words));
  if (item.context) text.append(Object.assign(document.createElement("small"), { textContent: item.context }));
  option.append(icon(say("sprite"), item.new ? "file-plus" : "file-text"), text);
  return option;
}
