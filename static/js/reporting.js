// a[data-report] opens its form in a dialog over the screen; without script it is a link to the same form.
export function reporting() {
  let opening = false;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-report]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (opening) return;
    opening = true;
    open(link)
      .catch(() => location.assign(link.href))
      .finally(() => (opening = false));
  });
}

async function open(link) {
  const answer = await fetch(`${link.pathname}?beside=1`);
  if (!answer.ok) throw new Error(`no form: ${answer.status}`);
  const holder = document.createElement("div");
  holder.innerHTML = await answer.text();
  const dialog = holder.querySelector("dialog");
  document.getElementById(dialog.id)?.remove();
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.closest("details")?.querySelector("summary")?.focus();
  });
  dialog.showModal();
}
