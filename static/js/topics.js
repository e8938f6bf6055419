// The topics of a page while it is written: <fieldset data-topics data-url data-complete> holds ticks for the
// topics that the text speaks of, asked for again as it grows, and a field whose last word is completed.
import { posting } from "./posting.js";

const quiet = 1500;
const longest = 400_000;

export function topicFields() {
  for (const field of document.querySelectorAll("[data-topics]")) {
    if (!field.form) continue;
    suggestions(field);
    completion(field);
  }
}

// What is ticked, as one line that can be kept: ids and names. `reading` is checked, or defaultChecked for what
// the server put there.
export function ticks(form, reading) {
  const all = [...form.querySelectorAll("fieldset[data-topics] input[name=topic]")];
  return JSON.stringify(all.filter((box) => box[reading]).map((box) => [box.value, nameOf(box)]));
}

// Tick what a line of `ticks` says and nothing else; what is not offered any more is put there again.
export function tickAgain(form, line) {
  const field = form.querySelector("fieldset[data-topics]");
  if (!field || !line) return;
  const wanted = new Map(JSON.parse(line));
  for (const box of field.querySelectorAll("input[name=topic]")) {
    box.checked = wanted.has(box.value);
    wanted.delete(box.value);
  }
  const row = field.querySelector("[data-topics-suggested] .chips");
  for (const [id, name] of wanted) {
    const label = tick({ id, name, reason: "" });
    label.firstChild.checked = true;
    row.append(label);
  }
  row.parentElement.hidden = row.children.length === 0;
}

function nameOf(box) {
  return box.nextSibling?.textContent.trim() ?? "";
}

function suggestions(field) {
  const form = field.form;
  const box = field.querySelector("[data-topics-suggested]");
  let waiting, last = form.elements.text?.value;
  form.addEventListener("input", (event) => {
    if (field.contains(event.target)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, quiet);
  });

  async function ask() {
    const text = form.elements.text?.value ?? "";
    if (text === last || text.length > longest) return;
    last = text;
    const more = { chosen: chosen() };
    if ("guarded" in field.dataset) more.guarded = "1";
    const answer = await posting(field.dataset.url, form, more).catch(() => null);
    const items = answer?.ok ? (await answer.json()).items : null;
    if (items && last === text) show(items);
  }

  function chosen() {
    const kept = [...field.querySelectorAll("[data-topics-set] input, [data-topics-suggested] input:checked")];
    return kept.map((tick) => tick.value).join(",");
  }

  function show(items) {
    const row = box.querySelector(".chips");
    const ticked = [...row.querySelectorAll("label:has(:checked)")];
    // One that was ticked while the site was asked stands there already.
    const there = new Set(chosen().split(","));
    row.replaceChildren(...ticked, ...items.filter(({ id }) => !there.has(String(id))).map(tick));
    box.hidden = row.children.length === 0;
  }
}

function tick(item) {
  const label = document.createElement("label");
  label.className = "chip chip--tick";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "topic", value: item.id });
  const reason = Object.assign(document.createElement("span"), { className: "meta", textContent: item.reason });
  label.append(box, ` ${item.name} `, reason);
  return label;
}

function completion(field) {
  const input = field.querySelector("input[list]");
  const offers = field.querySelector("[data-topic-offers]");
  let asked = "";
  input.addEventListener("input", async () => {
    const before = input.value.replace(/[^,;]*$/, "");
    const typed = input.value.slice(before.length).trim();
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    const answer = await fetch(`${field.dataset.complete}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || asked !== typed) return;
    const known = (await answer.json()).items.filter((item) => !item.new);
    const spaced = before && !before.endsWith(" ") ? `${before} ` : before;
    offers.replaceChildren(...known.map((item) => new Option("", spaced + item.title)));
  });
}
