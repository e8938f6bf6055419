// Links to the form that asks people open it in a dialog over the screen; without script they lead to it.
import { lookNear } from "./asking.js";

const address = "/who-knows/ask";

export function askingPeople() {
  let opening = false;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.pathname !== address || location.pathname === address) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (opening) return;
    opening = true;
    open(link)
      .catch(() => location.assign(link.href))
      .finally(() => (opening = false));
  });
}

async function open(link) {
  const asked = new URL(link.href);
  asked.searchParams.set("beside", "1");
  const answer = await fetch(asked);
  if (!answer.ok || answer.redirected) throw new Error(`no form: ${answer.status}`);
  const holder = document.createElement("div");
  holder.innerHTML = await answer.text();
  const dialog = holder.querySelector("dialog");
  document.getElementById(dialog.id)?.remove();
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  const form = dialog.querySelector("form[data-asking]");
  lookNear(form, form.querySelector("[data-near]"));
  dialog.showModal();
}
