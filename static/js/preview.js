// Shows what the text will look like, beside it or instead of it. The server renders: data-preview-url takes the
// form's fields and answers with the HTML that belongs inside [data-preview]. data-shows on the element around
// both says what is seen: write, both or preview. What becomes of a post is shown by previewing.js.
import { recall, remember } from "./memory.js";
import { posting } from "./posting.js";
import { whenQuiet } from "./wait.js";

const kept = "editor-view";

export function previews(area) {
  const region = area.form.querySelector("[data-preview]");
  const views = [...document.querySelectorAll("[data-view-switch] [data-view]")];
  if (!region || !area.dataset.previewUrl) return;
  const frame = region.parentElement;
  let asking = null;
  let shown = null;

  async function refresh() {
    const text = area.value;
    if (frame.dataset.shows === "write" || frame.dataset.mode === "visual") return;
    asking?.abort();
    if (text === shown) return region.removeAttribute("aria-busy");
    asking = new AbortController();
    region.setAttribute("aria-busy", "true");
    try {
      const language = { language: area.dataset.language ?? "" };
      place(region, await asked(area.dataset.previewUrl, area.form, language, asking.signal));
      shown = text;
      region.removeAttribute("aria-busy");
    } catch (problem) {
      // What was shown last stays, and looks stale until the next answer.
      if (problem.name !== "AbortError") shown = null;
    }
  }
  const refreshSoon = whenQuiet(300, refresh);

  function view(name) {
    frame.dataset.shows = name;
    region.hidden = name === "write";
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
  view(first(views));
  together(area, region, frame);
}

// The HTML of what a form holds. A refusal (422) comes with its reason as HTML too; throws where there is no answer.
export async function asked(address, form, more = {}, signal = undefined) {
  const answer = await posting(address, form, more, { signal, redirect: "error" });
  if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
  return answer.text();
}

// As it was left last time, if there is room for it; side by side where the window is wide.
function first(views) {
  const wide = matchMedia("(min-width: 64rem)").matches;
  const last = recall(kept);
  const known = views.some((button) => button.dataset.view === last) && (wide || last !== "both");
  return known ? last : wide ? "both" : "write";
}

// Side by side, the preview follows the text to the same part of the page.
function together(area, region, frame) {
  area.addEventListener("scroll", () => {
    if (frame.dataset.shows !== "both") return;
    const part = area.scrollTop / Math.max(area.scrollHeight - area.clientHeight, 1);
    region.scrollTop = part * (region.scrollHeight - region.clientHeight);
  });
}

// The HTML was sanitised by the server, as the page itself is.
function place(region, html) {
  const { scrollTop } = region;
  region.innerHTML = html;
  region.scrollTop = scrollTop;
}
