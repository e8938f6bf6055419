// form[data-asking]: what may answer is looked for while one types, one question at a time, and shown in [data-near].
// Nothing in the form moves; what is read out politely is only how much there is.
import { posting } from "./posting.js";
import { whenQuiet } from "./wait.js";

const pause = 700;

export function asking() {
  const form = document.querySelector("form[data-asking]");
  const near = document.querySelector("[data-near]");
  if (form && near) lookNear(form, near);
}

export function lookNear(form, near) {
  let busy = false;
  let again = false;
  let asked = told(form);
  const later = whenQuiet(pause, find);
  form.addEventListener("input", () => told(form) !== asked && later());
  form.addEventListener("submit", later.cancel);
  near.addEventListener("click", (event) => {
    const fits = event.target.closest("[data-fits]");
    if (!fits || !form.elements.space) return;
    event.preventDefault();
    form.elements.space.value = fits.value;
    form.elements.space.focus();
    find();
  });
  say(near, form);

  async function find() {
    if (busy) return (again = true);
    [busy, again, asked] = [true, false, told(form)];
    const answer = await posting(form.dataset.asking, form, {}, { redirect: "manual" }).catch(() => null);
    const html = answer?.ok ? await answer.text() : "";
    busy = false;
    if (again) return find();
    if (html) show(html);
  }

  function show(html) {
    // Somebody is in there with the keyboard: what they are at stays until they leave it.
    if (near.contains(document.activeElement)) {
      return near.addEventListener("focusout", () => setTimeout(() => show(html)), { once: true });
    }
    near.innerHTML = html;
    say(near, form);
  }
}

function say(near, form) {
  const line = form.querySelector("[data-near-told]");
  const words = near.querySelector("[data-near-found]")?.dataset.nearFound ?? "";
  if (!line || line.textContent === words) return;
  line.textContent = words;
  line.hidden = !words;
}

const told = (form) => ["title", "text", "space"].map((name) => form.elements[name]?.value ?? "").join("\n");
