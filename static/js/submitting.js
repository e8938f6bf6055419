// A form is sent once, however often its button is pressed. The back button brings it back to life.
const sent = new WeakSet();

export function submitOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) return event.preventDefault();
    sent.add(form);
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) {
      sent.delete(form);
      form.removeAttribute("aria-busy");
    }
  });
}
