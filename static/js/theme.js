// A choice of light or dark shows at once, before it is saved: [data-theme-choice] with value "", light or dark.
export function themes() {
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-theme-choice]")) return;
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  });
}
