// The list of headings beside a page marks the section that is being read.
const below = 96; // pixels from the top of the window within which a heading counts as reached

export function followReading() {
  const links = [...document.querySelectorAll(".toc--rail a[href^='#']")];
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!places.some(Boolean)) return;
  let waiting = false;

  function mark() {
    waiting = false;
    const reached = places.map((place) => place && place.getBoundingClientRect().top <= below);
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const current = atEnd && scrollY > 0 ? places.findLastIndex(Boolean) : reached.lastIndexOf(true);
    links.forEach((link, place) => {
      if (place === current) show(link);
      else link.removeAttribute("aria-current");
    });
  }

  // A long list scrolls along inside the rail; the page itself stays where it is.
  function show(link) {
    if (link.getAttribute("aria-current")) return;
    link.setAttribute("aria-current", "location");
    const rail = link.closest(".rail");
    const [inner, outer] = [link.getBoundingClientRect(), rail.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > Math.min(outer.bottom, innerHeight)) {
      rail.scrollTop += inner.top - outer.top - rail.clientHeight / 3;
    }
  }

  addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    },
    { passive: true },
  );
  mark();
}
