// The bell: how much is unread, asked again when the live line says that something is new and whenever the
// window is looked at again. What is new is never sent along: rights are asked when the count is.
import { hear } from "./line.js";

export function bell() {
  const link = document.querySelector("[data-bell]");
  if (!link) return;
  let missed = false;

  let asked = 0;
  async function ask() {
    const mine = (asked += 1);
    const answer = await fetch(link.dataset.countUrl, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    if (told && mine === asked) show(link, told.unread);
  }
  hear("news", ask);
  // What came while the line was closed was told to nobody.
  hear("connect", () => missed && ask());
  hear("disconnect", () => {
    missed = true;
  });
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  addEventListener("pageshow", (event) => event.persisted && ask());
}

function show(link, unread) {
  const count = link.querySelector(".bell__n");
  const words = unread.toLocaleString(document.documentElement.lang);
  count.hidden = !unread;
  count.textContent = unread < 100 ? words : "99+";
  link.setAttribute("aria-label", unread ? link.dataset.some.replace("{count}", words) : link.dataset.none);
}
