// [data-rove]: one stop with the tab key for all of its parts; the arrows, Home and End go from one to the next.
// Without script only the part with tabindex 0 is reached, and a table beside it says the rest.
const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function roving() {
  document.addEventListener("keydown", (event) => {
    const group = event.target.closest?.("[data-rove]");
    if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
    const parts = [...group.querySelectorAll("[tabindex]")];
    const here = parts.indexOf(event.target);
    const next = { Home: 0, End: parts.length - 1 }[event.key] ?? here + (steps[event.key] ?? NaN);
    if (here < 0 || !parts[next]) return;
    event.preventDefault();
    parts[here].setAttribute("tabindex", "-1");
    parts[next].setAttribute("tabindex", "0");
    parts[next].focus();
  });
}
