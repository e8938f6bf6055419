// data-copy-link copies an address: its own value, where it leads, or that of this page. The label says so for a moment;
// a link that could not be copied is followed.
export function copying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-link]");
    if (!button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(button.dataset.copyLink || button.href || location.pathname, location.origin);
    if (!(await copy(address.href))) {
      if (button.href) location.assign(button.href);
      return;
    }
    sayFor(2000, button.querySelector("span") ?? button, button.dataset.copied);
  });
}

// Says something in the place of a label for a while (milliseconds), however often.
const labels = new WeakMap();
export function sayFor(time, label, words, then = () => {}) {
  const before = labels.get(label) ?? { words: label.textContent };
  clearTimeout(before.timer);
  label.textContent = words;
  before.timer = setTimeout(() => {
    labels.delete(label);
    label.textContent = before.words;
    then();
  }, time);
  labels.set(label, before);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

// Plain http has no clipboard for scripts; a selected field can still be copied.
function copyBySelecting(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "vh";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
