// Pointing at an author in the legend shows where that ink is in the text, and the other way round.
// In "who wrote what", a press on an author keeps those passages marked.
export function inks() {
  const legend = [...document.querySelectorAll(".inklegend [data-ink]")];
  const blocks = [...document.querySelectorAll(".blk[data-ink]")];
  light(legend, blocks);
  light(blocks, legend);
  document.addEventListener("click", (event) => {
    const author = event.target.closest(".blamekey [aria-pressed]");
    if (author) keep(author);
  });
}

function light(pointed, answering) {
  for (const thing of pointed) {
    const same = answering.filter((other) => other.dataset.ink === thing.dataset.ink);
    const turn = (on) => same.forEach((other) => other.toggleAttribute("data-lit", on));
    thing.addEventListener("pointerenter", () => turn(true));
    thing.addEventListener("pointerleave", () => turn(false));
    thing.addEventListener("focusin", () => turn(true));
    thing.addEventListener("focusout", () => turn(false));
  }
}

function keep(author) {
  const on = author.getAttribute("aria-pressed") !== "true";
  for (const other of author.parentElement.querySelectorAll("[aria-pressed]")) {
    other.setAttribute("aria-pressed", String(on && other === author));
  }
  for (const passage of document.querySelectorAll(".bl[data-ink]")) {
    passage.classList.toggle("bl--on", on && passage.dataset.ink === author.dataset.ink);
  }
}
