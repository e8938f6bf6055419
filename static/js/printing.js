// data-print prints the page: what the browser prints, it also keeps as PDF.
export function printing() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.closest("details")?.removeAttribute("open");
      print();
    });
  }
}
