// What is chosen in a row that scrolls sideways (views, days) is in sight from the start. Without script the row
// begins at its beginning.
const rows = ".tabs, .days";

export function chosenInSight() {
  for (const row of document.querySelectorAll(rows)) {
    const chosen = row.querySelector("[aria-current]");
    if (!chosen || row.scrollWidth <= row.clientWidth) continue;
    const [outer, inner] = [row.getBoundingClientRect(), chosen.getBoundingClientRect()];
    row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}
