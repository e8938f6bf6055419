// A choice in [data-again] changes what else the form asks: it is shown again with what was typed.
export function showAgain() {
  document.addEventListener("change", (event) => {
    const look = event.target.closest("[data-again]")?.form?.querySelector('[name="look"]');
    if (look) look.form.requestSubmit(look);
  });
}
