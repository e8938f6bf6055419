// What is suggested where posts and comments are written, as in the editor of pages: @ people, [[ pages, # topics. It is
// fetched when the first of them is begun.
const writtenIn = "textarea[data-takes-files]";
const ready = new WeakSet();

export function completing() {
  document.addEventListener("focusin", async ({ target }) => {
    if (!(target instanceof Element) || !target.matches(writtenIn) || ready.has(target)) return;
    ready.add(target);
    try {
      const { suggestInPost } = await import("./visual/tools/intextarea.js");
      suggestInPost(target, () => spaceOf(target.form));
    } catch {
      ready.delete(target);
    }
  });
}

// The one that is chosen in the form, or the one that its calls are counted in.
function spaceOf(form) {
  const chosen = form.querySelector("select[name=space]");
  const counted = form.querySelector("[data-calls]")?.dataset.calls;
  return chosen?.value ?? (counted ? new URL(counted, location.href).searchParams.get("space") : null) ?? "";
}
