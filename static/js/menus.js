// Menus are details elements and open without script; here they also close: on Escape, on a click
// elsewhere, and when the focus leaves. One that would reach over the edge of a narrow window moves in.
const EDGE = 8;
const open = () => document.querySelectorAll("details[data-menu][open]");

export function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches?.("details[data-menu]")) keepInside(target.querySelector(":scope > .pop"));
  }, true);
}

function keepInside(pop) {
  if (!pop) return;
  pop.style.translate = "none";
  const { left, right, width } = pop.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  if (width > room - 2 * EDGE) return;
  const past = Math.max(right - (room - EDGE), 0) - Math.max(EDGE - left, 0);
  pop.style.translate = `${-past}px`;
}
