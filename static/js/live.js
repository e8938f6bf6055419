// The live line of a page: who else is here, that somebody saved it, and that it was locked or guarded meanwhile.
import { face } from "./faces.js";
import { hear, show } from "./line.js";
import { clock } from "./savestate.js";

export function livePage() {
  const here = document.querySelector("[data-here]");
  if (!here) return;
  const writing = "writing" in here.dataset;
  // A revision that was saved before the line was open: nobody said so, but the number tells.
  const compare = ({ number, name }) => number && showNews(here, number, name);
  show("page:open", () => ({ uid: here.dataset.uid, writing }), compare, writing);
  hear("page:people", ({ people }) => showPeople(here, people));
  hear("page:revised", ({ number, name }) => showNews(here, number, name));
  hear("page:guarded", showGuarded);
  hear("disconnect", () => showPeople(here, []));
}

function showPeople(here, people) {
  const words = [people.filter((each) => each.writing), people.filter((each) => !each.writing)]
    .map((group, place) => sentence(here.dataset, place ? "reading" : "editing", group))
    .filter(Boolean)
    .join(", ");
  here.hidden = !words;
  here.querySelector("[data-here-faces]").replaceChildren(...people.slice(0, 5).map(face));
  const place = here.querySelector("[data-here-words]");
  if (place.textContent !== words) place.textContent = words;
}

function sentence(told, deed, group) {
  if (!group.length) return "";
  const form = `${deed}${["", "One", "Two"][group.length] ?? "Many"}`;
  const [one, two] = group.map((each) => each.name);
  return told[form].replace("{first}", one).replace("{second}", two).replace("{count}", group.length);
}

function showNews(here, number, name) {
  const news = document.querySelector("[data-news]");
  const seen = Number(here.dataset.number);
  if (!news || number <= seen) return;
  news.querySelector("[data-news-words]").textContent = news.dataset.told
    .replace("{name}", name)
    .replace("{time}", clock());
  const link = news.querySelector("a");
  if (link) link.href = `/p/${here.dataset.uid}/compare?from=${seen}&to=${number}`;
  news.hidden = false;
}

// Nothing of what is typed is touched: a sentence says what becomes of it. What held when the page opened is no news.
function showGuarded({ kind, name }) {
  const news = document.querySelector("[data-guarded-now]");
  if (!news) return;
  news.hidden = kind === news.dataset.guardedNow;
  const words = news.hidden ? "" : news.dataset[kind].replace("{name}", name);
  news.querySelector("[data-guarded-words]").textContent = words;
}
