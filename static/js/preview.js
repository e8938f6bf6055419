// Shows what the text will look like, beside it or instead of it. The server renders: data-preview-url on the
// form takes the form's fields and answers with the HTML that belongs inside [data-preview].
import { recall, remember } from "./memory.js";
import { posting } from "./posting.js";
import { whenQuiet } from "./wait.js";

const kept = "editor-view";

export function previews(form) {
  const region = form.querySelector("[data-preview]");
  const area = form.elements.text;
  const views = [...document.querySelectorAll("[data-view-switch] [data-view]")];
  const frame = form.querySelector("[data-shows]");
  let asking = null;
  let shown = null;
  if (!region || !frame || !form.dataset.previewUrl) return;

  async function refresh() {
    const text = area.value;
    if (frame.dataset.shows === "write" || text === shown) return;
    asking?.abort();
    asking = new AbortController();
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await posting(form.dataset.previewUrl, form, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      place(region, await answer.text());
      shown = text;
    } catch (problem) {
      if (problem.name === "AbortError") return;
      region.textContent = region.dataset.failed;
    }
    region.removeAttribute("aria-busy");
  }
  const refreshSoon = whenQuiet(300, refresh);

  function view(name) {
    frame.dataset.shows = name;
    for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    refresh();
  }

  for (const button of views) {
    button.addEventListener("click", () => {
      remember(kept, button.dataset.view);
      view(button.dataset.view);
    });
  }
  area.addEventListener("input", refreshSoon);
  const wide = matchMedia("(min-width: 64rem)").matches;
  view(views.some((button) => button.dataset.view === recall(kept)) ? recall(kept) : wide ? "both" : "write");
}

// The HTML was sanitised by the server, as the page itself is.
function place(region, html) {
  const scroller = region.closest("[data-preview-scroll]") ?? region;
  const { scrollTop } = scroller;
  region.innerHTML = html;
  scroller.scrollTop = scrollTop;
}
