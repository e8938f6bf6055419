// Two edits of the same words: writing one's own wording ([data-own]) chooses it. Without script the same form
// works by its radio buttons alone.
export function conflicts() {
  for (const own of document.querySelectorAll("[data-conflict] textarea[data-own]")) {
    own.addEventListener("input", () => {
      const choice = own.closest("fieldset").querySelector("input[type=radio][value=own]");
      if (choice) choice.checked = true;
    });
  }
}
