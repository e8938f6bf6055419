// Where posts and comments are written: the formatting bar, Ctrl+Enter, and what the text will look like in its place.
// [data-previews] is a button that without this sends the form to be shown.
import { asked } from "./preview.js";
import { toolbars } from "./toolbar.js";

export function postForms(root = document) {
  toolbars(root);
  for (const button of root.querySelectorAll("[data-previews]")) {
    const { form } = button;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      show(form, button, form.dataset.shows !== "preview");
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }
}

async function show(form, button, on) {
  const region = form.querySelector("[data-preview-url]");
  const place = region.querySelector("[data-preview-place]");
  form.dataset.shows = on ? "preview" : "write";
  button.setAttribute("aria-pressed", String(on));
  region.hidden = !on;
  place.replaceChildren();
  if (!on) return;
  region.setAttribute("aria-busy", "true");
  // Made by the server, where all that people wrote was made harmless.
  const html = await asked(region.dataset.previewUrl, form).catch(() => null);
  region.removeAttribute("aria-busy");
  if (html === null) place.textContent = region.dataset.failed;
  else place.innerHTML = html;
}
