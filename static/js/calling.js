// Says under a text how many people the groups in it tell, such as "@space:grid", and notes that its author knows:
// [data-calls] holds the address that counts, and the hidden field "told".
import { posting } from "./posting.js";
import { whenQuiet } from "./wait.js";

const group = /@(?:space|team|department):[a-z0-9]/i;

export function calling() {
  document.addEventListener("input", ({ target }) => {
    const place = target.name === "text" || target.name === "space" ? target.form?.querySelector("[data-calls]") : null;
    if (place) counters.get(place)?.() ?? begin(place);
  });
  for (const place of document.querySelectorAll("[data-calls]")) if (group.test(textOf(place).value)) begin(place);
}

const counters = new WeakMap();

function begin(place) {
  const count = whenQuiet(300, () => ask(place));
  counters.set(place, count);
  count();
}

function textOf(place) {
  return place.closest("form").elements.text;
}

async function ask(place) {
  const area = textOf(place);
  const text = area.value;
  if (!group.test(text)) return say(place, { said: "", count: 0 });
  const before = "callsEdits" in place.dataset ? area.defaultValue : "";
  const answer = await posting(place.dataset.calls, area.form, { text, before }).catch(() => null);
  if (answer?.ok && !answer.redirected && area.value === text) say(place, await answer.json());
}

function say(place, { said, count, refused = false }) {
  const line = place.querySelector(".calls__said");
  line.textContent = said;
  line.classList.toggle("calls__said--no", refused);
  if (count) place.querySelector("[name=told]").value = count;
}
