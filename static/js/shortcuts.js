// Keys: Ctrl+K and / jump, ? lists the keys, a letter presses what carries it as data-shortcut. Single letters can be switched off, by the person's
// settings (data-shortcuts="off" on the document) or on this device (the box in the list of keys).
import { forget, recall, remember } from "./memory.js";

const kept = "single-keys";

export function shortcuts(jump) {
  const list = document.getElementById("shortcuts");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const act = actionFor(event, jump, list);
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const opener of document.querySelectorAll("[data-shortcuts-open]")) {
    opener.hidden = !list;
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      list.showModal();
    });
  }
  const box = list?.querySelector("[data-shortcuts-toggle]");
  if (!box) return;
  box.checked = singleKeys();
  box.disabled = document.documentElement.dataset.shortcuts === "off";
  box.addEventListener("change", () => (box.checked ? forget(kept) : remember(kept, "off")));
}

function singleKeys() {
  return document.documentElement.dataset.shortcuts !== "off" && recall(kept) !== "off";
}

function actionFor(event, jump, list) {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && !event.altKey && key === "k") return jump;
  if (command || event.altKey || writing(event.target) || document.querySelector("dialog[open]")) return null;
  if (!singleKeys()) return null;
  if (key === "/") return jump;
  if (key === "?") return list && (() => list.showModal());
  const own = /^[a-z]$/.test(key) && document.querySelector(`[data-shortcut="${key}"]`);
  return own && (() => own.click());
}

function writing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") ?? false;
}
