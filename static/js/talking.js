// The live line of a conversation. What comes waits to be pressed and is then shown in place; who writes a reply is
// said at the foot of the window. Nothing moves under the reader by itself.
import { takeIn } from "./arriving.js";
import { face } from "./faces.js";
import { hear, say, show } from "./line.js";

const again = 4000; // milliseconds after which one who goes on writing says so again
const recent = 60_000; // who wrote within this long before the line opened is still at it

export function liveThread() {
  const posts = document.querySelector("[data-thread]");
  const bar = document.querySelector("[data-livebar]");
  if (!posts || !bar) return;
  const uid = posts.dataset.thread;
  const button = bar.querySelector("[data-livebar-show]");
  const news = waiting();
  const stillWriting = tellWriting(uid);
  let seen = Number(posts.dataset.last);

  const told = () => {
    const words = news.words(bar.dataset);
    button.hidden = !words;
    bar.querySelector("[data-livebar-words]").textContent = words;
  };
  function opened({ last, new: missed, state, error }) {
    if (error) return;
    news.note({ last, missed, state });
    seen = Math.max(seen, last);
    told();
    stillWriting();
  }
  show("thread:open", () => ({ uid, after: seen }), opened, true);
  hear("disconnect", (why) => why === "io server disconnect" && tellSignedOut(bar));
  hear("thread:news", (each) => {
    seen = Math.max(seen, each.last);
    if (each.what === "reacted") return count(each);
    news.add(each);
    told();
  });
  button.addEventListener("click", async () => {
    button.disabled = true;
    // What comes while this is shown is told afterwards, as far as it is not shown by then.
    await takeIn(posts, news.take());
    button.disabled = false;
    told();
  });
  showWriters(bar);
}

// What came since the page was drawn: posts by their ids, posts that changed, and whether more did.
function waiting() {
  const news = { posts: new Set(), changed: new Set(), state: false, missed: 0, last: null, before: null };
  return Object.assign(news, {
    add(each) {
      const here = document.getElementById(`p-${each.post}`);
      if (["posted", "started"].includes(each.what)) {
        if (!here) news.posts.add(each.post);
        return;
      }
      if (each.post) news.changed.add(each.post);
      news.state ||= !["edited", "gone", "back"].includes(each.what);
      news.last = each;
    },
    // What was not heard because the line was closed.
    note({ missed, state }) {
      news.missed += missed;
      news.state ||= news.before !== null && news.before !== state;
      news.before = state;
    },
    take() {
      const taken = { ...news };
      Object.assign(news, { posts: new Set(), changed: new Set(), state: false, missed: 0, last: null });
      return taken;
    },
    words(said) {
      for (const uid of news.posts) if (document.getElementById(`p-${uid}`)) news.posts.delete(uid);
      const many = news.posts.size + news.missed;
      const changed = news.changed.size || news.state;
      if (many) return (many === 1 ? said.one : said.many).replace("{count}", many);
      if (!changed) return "";
      return (said[news.last?.what] ?? said.changed).replace("{name}", news.last?.name ?? "");
    },
  });
}

// The server ended the line: said where it did so because this browser was signed out elsewhere.
async function tellSignedOut(bar) {
  const answer = await fetch(bar.dataset.alive, { redirect: "manual" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") return;
  bar.querySelector("[data-livebar-out]").hidden = false;
}

// How many say this of a post: a number changes, nothing else.
function count({ post, meaning, people }) {
  const form = document.querySelector(`#p-${post} > div > .pf [data-reacts]`);
  const button = form?.querySelector(`button[value="${meaning}"], [data-meaning="${meaning}"]`);
  if (!button) return;
  const number = button.querySelector("b") ?? document.createElement("b");
  number.textContent = people || "";
  if (people) button.append(number);
  else number.remove();
}

function showWriters(bar) {
  const place = bar.querySelector("[data-livebar-writing]");
  let ending = 0;
  function put(people) {
    const others = people.filter((each) => each.handle !== bar.dataset.me);
    const form = ["", "writingOne", "writingTwo"][others.length] ?? "writingMany";
    const [one, two] = others.map((each) => each.name);
    const words = form && bar.dataset[form].replace("{first}", one).replace("{second}", two).replace("{count}", others.length);
    place.hidden = !words;
    place.querySelector("[data-livebar-faces]").replaceChildren(...others.slice(0, 3).map(face));
    const line = place.querySelector("[data-livebar-who]");
    if (line.textContent !== words) line.textContent = words;
  }
  hear("thread:writing", ({ people, seconds }) => {
    clearTimeout(ending);
    put(people);
    ending = setTimeout(put, seconds * 1000, []);
  });
  hear("disconnect", () => put([]));
}

// Says that one writes, and nothing of what. Gives what says it of somebody who began before the line was open.
function tellWriting(uid) {
  const form = document.getElementById("reply");
  if (!form) return () => {};
  let last = 0;
  form.addEventListener("input", () => {
    const empty = !form.elements.text.value.trim();
    if (!empty && Date.now() - last < again) return;
    if (empty && !last) return;
    last = empty ? 0 : Date.now();
    say("thread:writing", { uid, on: !empty });
  });
  return () => last && Date.now() - last < recent && say("thread:writing", { uid, on: true });
}
