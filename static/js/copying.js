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
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    setTimeout(() => (label.textContent = before), 2000);
  });
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
