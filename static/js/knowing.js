// details[data-knows]: who knows about what stands here is fetched the first time it is unfolded. Where that fails
// the link to the same as a page stays.
export function knowing() {
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.matches?.("details[data-knows]:not([data-known])")) show(target);
  }, true);
}

async function show(fold) {
  fold.dataset.known = "";
  const box = fold.querySelector(".knows__b");
  box.setAttribute("aria-busy", "true");
  const answer = await fetch(fold.dataset.knows, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) box.innerHTML = await answer.text();
  else {
    delete fold.dataset.known;
    box.dataset.said ??= box.prepend(`${fold.dataset.failed} `) ?? "";
  }
  box.removeAttribute("aria-busy");
}
