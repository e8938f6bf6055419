// [data-load]: a part that costs something is fetched when it comes near the screen. Where that fails, and without
// script, the link inside it leads to the same as a page.
export function loading() {
  const parts = document.querySelectorAll("[data-load]");
  if (!parts.length) return;
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      load(target);
    }
  }, { rootMargin: "200px" });
  parts.forEach((part) => seen.observe(part));
}

async function load(part) {
  part.setAttribute("aria-busy", "true");
  const answer = await fetch(part.dataset.load, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) part.innerHTML = await answer.text();
  part.removeAttribute("aria-busy");
}
