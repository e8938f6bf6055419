// Writing visually or as text: [data-mode-switch] holds a button for each, and Ctrl+Shift+M changes between them.
// Visually is the way that opens, unless this browser remembers otherwise or the address says ?mode=text. The
// visual editor is fetched when it is first wanted; where it cannot stand, text is written, and a line says so.
import { recall, remember } from "./memory.js";

const kept = "editor-mode";
const names = ["visual", "text"];

export function modes(area) {
  const { form } = area;
  const place = form.querySelector("[data-visual]");
  if (!place) return;
  const frame = place.parentElement;
  const toolbar = form.querySelector("[data-visual-toolbar]");
  const textbar = form.querySelector("[data-toolbar]");
  const buttons = [...form.querySelectorAll("[data-mode-switch] [data-mode]")];
  form.querySelector("[data-mode-switch]").hidden = false;
  let editor = null;
  let loading = null;
  let mode = null;

  function look(name) {
    mode = name;
    frame.dataset.mode = name;
    place.hidden = name !== "visual";
    toolbar.hidden = name !== "visual";
    if (textbar) textbar.hidden = name !== "text";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.mode === name));
  }

  async function visual() {
    look("visual");
    try {
      if (editor) editor.read();
      else await (loading ??= load());
      return Boolean(editor);
    } catch (problem) {
      if (problem.name !== "Refused") console.error(problem);
      refuse(problem.name === "Refused" ? "refused" : "failed");
      return false;
    }
  }

  async function load() {
    place.setAttribute("aria-busy", "true");
    performance.mark("editor-wanted");
    try {
      const { visualEditor } = await import(place.dataset.visual);
      if (mode === "visual") editor = visualEditor({ area, place, toolbar });
      performance.mark("editor-ready");
    } finally {
      loading = null;
      place.removeAttribute("aria-busy");
    }
  }

  function text() {
    editor?.write();
    look("text");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function refuse(reason) {
    const line = form.querySelector("[data-visual-problem]");
    line.textContent = line.dataset[reason];
    line.hidden = false;
    look("text");
  }

  async function change(name) {
    if (name === mode) return;
    remember(kept, name);
    if (name === "text") {
      editor?.write();
      const at = editor?.caret() ?? 0;
      text();
      area.focus();
      area.setSelectionRange(at, at);
      return;
    }
    const at = area.selectionStart;
    if (!(await visual())) return;
    editor.putCaret(at);
    editor.focus();
  }

  for (const button of buttons) button.addEventListener("click", () => change(button.dataset.mode));
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyM" || !event.shiftKey || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    change(mode === "visual" ? "text" : "visual");
  });
  // A draft that is brought back fills the textarea.
  area.addEventListener("input", () => {
    if (mode !== "visual" || !editor) return;
    try {
      editor.read();
    } catch {
      refuse("refused");
    }
  });
  area.addEventListener("invalid", () => look("text"));
  for (const label of area.labels) {
    label.addEventListener("click", (event) => {
      if (mode !== "visual" || !editor) return;
      event.preventDefault();
      editor.focus();
    });
  }
  if (wanted() === "text") look("text");
  else visual();
}

function wanted() {
  const asked = new URLSearchParams(location.search).get("mode");
  const known = [asked, recall(kept)].find((name) => names.includes(name));
  return known ?? "visual";
}
