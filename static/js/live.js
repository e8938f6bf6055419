// The live line of a page: who else is here, and that somebody saved it. Opened once the page has been
// in sight for a while, closed when it is out of sight; without it the page works as before.
import { NEWS } from "./bell.js";
import { clock } from "./savestate.js";

const settled = 2500;
const outOfSight = 60_000;

export function liveLine() {
  const here = document.querySelector("[data-here]");
  if (!here) return;
  let socket = null;
  let opening = 0;
  let closing = 0;
  const writing = "writing" in here.dataset;

  async function open() {
    if (socket) return void socket.connect();
    // Without a server there is no line, and the page says so elsewhere.
    const client = await import("socket.io-client").catch(() => null);
    if (!client) return;
    socket = client.io({ transports: ["websocket"], reconnectionDelay: 5000, reconnectionDelayMax: 60_000 });
    socket.on("connect", () => socket.emit("page:open", { uid: here.dataset.uid, writing }, compare));
    socket.on("page:people", ({ people }) => showPeople(here, people));
    socket.on("page:revised", ({ number, name }) => showNews(here, number, name));
    socket.on("news", () => document.dispatchEvent(new CustomEvent(NEWS)));
    socket.on("disconnect", () => showPeople(here, []));
  }

  // A revision that was saved before the line was open: nobody said so, but the number tells.
  function compare({ number, name }) {
    if (number) showNews(here, number, name);
  }

  function follow() {
    clearTimeout(document.hidden ? opening : closing);
    if (document.hidden) closing = setTimeout(() => socket?.disconnect(), outOfSight);
    else if (!socket?.connected) opening = setTimeout(open, writing ? 0 : settled);
  }
  document.addEventListener("visibilitychange", follow);
  // A page that the browser keeps for "back" must not be shown as read. A line that does not stand
  // yet is the browser's to drop: closing it here would leave a warning.
  addEventListener("pagehide", () => socket?.connected && socket.disconnect());
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
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

function face({ monogram, tint, picture }) {
  const span = document.createElement("span");
  span.className = `av av--28 t${tint}`;
  if (!picture) span.textContent = monogram;
  else {
    const image = document.createElement("img");
    image.src = picture;
    image.alt = "";
    span.append(image);
  }
  return span;
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
