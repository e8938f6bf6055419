// A message about what just happened can be put away.
export function flashes(root = document) {
  for (const button of root.querySelectorAll("[data-flash-close]")) {
    button.hidden = false;
    button.addEventListener("click", () => button.closest("[data-flash]").remove());
  }
}
