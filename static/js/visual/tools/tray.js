// The list of uploads and messages below the text: each upload with how far it is, and what can be done about it.
import { announce, copyOf, part, say } from "./wording.js";

const quarters = 4;
const briefly = 6000;
let running = 0;

export const busy = () => running > 0;

export function show(row) {
  const tray = part("tray");
  tray.append(row);
  tray.hidden = false;
}

export function drop(row) {
  const tray = row.parentElement;
  const written = ".ProseMirror, textarea[data-editor], textarea[data-takes-files]";
  if (row.contains(document.activeElement)) row.closest("form")?.querySelector(written)?.focus();
  row.remove();
  tray.hidden = !tray.childElementCount;
}

// A sentence that stays until it is closed.
export function message(sentence, kind = "") {
  const row = copyOf("upload");
  row.classList.add("upload--said");
  if (kind) row.dataset.state = kind;
  row.querySelector("progress").remove();
  row.querySelector(".upload__n").textContent = sentence;
  row.querySelector("[data-act=cancel]").remove();
  closing(row);
  show(row);
  announce(sentence);
  return () => drop(row);
}

function closing(row) {
  const button = row.querySelector("[data-act=close]");
  button.hidden = false;
  button.addEventListener("click", () => drop(row));
}

// One upload: begin(progress) starts it and gives { done, cancel }. The promise holds what the server said of it,
// or null when it was given up.
export function follow(name, begin) {
  const row = copyOf("upload");
  const bar = row.querySelector("progress");
  const state = row.querySelector(".upload__s");
  const button = (act) => row.querySelector(`[data-act=${act}]`);
  row.querySelector(".upload__n").textContent = name;
  bar.setAttribute("aria-label", say("progress", { name }));
  show(row);
  announce(say("uploading", { name }));
  return new Promise((answer) => {
    let now = null;
    let told = 0;
    const progress = (share) => {
      const percent = Math.round(share * 100);
      bar.value = percent;
      state.textContent = percent < 100 ? `${percent}%` : say("uploadSent", { name });
      const quarter = Math.floor(share * quarters);
      if (quarter > told && quarter < quarters) announce(say("uploadingSoFar", { name, percent }));
      told = Math.max(told, quarter);
    };
    async function run() {
      running += 1;
      row.dataset.state = "running";
      button("retry").hidden = true;
      bar.hidden = false;
      bar.value = 0;
      try {
        now = begin(progress);
        const kept = await now.done;
        announce(say("uploaded", { name }));
        drop(row);
        answer(kept);
      } catch (failure) {
        failed(failure);
      } finally {
        running -= 1;
      }
    }
    function failed(failure) {
      now = null;
      if (failure.why === "cancelled") return giveUp();
      const sentence = failure.reason || say(failure.why ?? "failed", { name });
      row.dataset.state = "failed";
      bar.hidden = true;
      state.textContent = sentence;
      button("retry").hidden = !failure.mayWork;
      announce(sentence);
      if (!failure.mayWork) {
        button("cancel").hidden = true;
        button("close").hidden = false;
        answer(null);
      }
      return undefined;
    }
    function giveUp() {
      announce(say("cancelled", { name }));
      drop(row);
      answer(null);
    }
    button("retry").addEventListener("click", run);
    button("cancel").addEventListener("click", () => (now ? now.cancel() : giveUp()));
    button("close").addEventListener("click", () => drop(row));
    run();
  });
}

// Nothing is saved while a file is on its way: its place in the text would be lost.
const held = new WeakSet();
export function holdWhileBusy(form) {
  if (held.has(form)) return;
  held.add(form);
  form.addEventListener(
    "submit",
    (event) => {
      if (!busy()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const away = message(say("busy"), "due");
      setTimeout(away, briefly);
    },
    true,
  );
}
