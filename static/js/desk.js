// The curation desk by keys: what was reached with J or K has the focus, and E leads into the words to amend.
import { forget, recall, remember } from "./memory.js";

const kept = "desk-step";

export function desk() {
  const list = document.querySelector("[data-desk-list]");
  if (!list) return;
  const current = list.querySelector("[aria-current]");
  if (current) list.scrollTop = Math.max(0, current.offsetTop - list.offsetTop - list.clientHeight / 3);
  if (recall(kept)) {
    forget(kept);
    current?.focus({ preventScroll: true });
  }
  for (const step of document.querySelectorAll("[data-desk-step], [data-shortcut=a]")) {
    step.addEventListener("click", () => remember(kept, "on"));
  }
  const amend = document.querySelector("details:has(> [data-shortcut=e])");
  amend?.addEventListener("toggle", () => amend.open && amend.querySelector("textarea")?.focus());
}
