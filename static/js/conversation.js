// A conversation: what was on the screen long enough counts as read, Reply and Quote bring the form below the post,
// and what is typed is kept on the server. Without this the same links and forms lead to pages of their own.
import { whenArrived } from "./arriving.js";
import { forget, recall, recallAll, remember } from "./memory.js";
import { posting } from "./posting.js";
import { whenQuiet } from "./wait.js";

const seenAfter = 900;
const pause = 1500;
const year = 60 * 60 * 24 * 365;
const longAgo = 12 * 60 * 60 * 1000;
const sentPrefix = "sent:";

export function conversations() {
  const posts = document.querySelector("[data-thread]");
  arrived();
  for (const area of document.querySelectorAll("textarea[data-post-text]")) writing(area);
  if (!posts) return;
  reading(posts);
  replying(posts);
  if (!location.hash && posts.dataset.firstNew) document.getElementById(posts.dataset.firstNew)?.scrollIntoView();
}

function reading(posts) {
  // The server marks what it showed unless the browser says that it tells better.
  document.cookie = `reads=1; path=/; max-age=${year}; samesite=lax`;
  const form = document.querySelector("form:has([name=csrf_token])");
  if (!form || !("IntersectionObserver" in window)) return;
  const waiting = new Map();
  let seen = new Set();
  const tell = whenQuiet(pause, async () => {
    const numbers = [...seen].join(",");
    if (!numbers) return;
    seen = new Set();
    const answer = await fetch(posts.dataset.readUrl, {
      method: "POST",
      body: new URLSearchParams({ n: numbers }),
      headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      keepalive: true,
    }).catch(() => null);
    if (!answer?.ok) for (const number of numbers.split(",")) seen.add(number);
  });
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const number = target.closest("[data-number]").dataset.number;
        clearTimeout(waiting.get(number));
        if (!isIntersecting) continue;
        waiting.set(
          number,
          setTimeout(() => {
            seen.add(number);
            watcher.unobserve(target);
            tell();
          }, seenAfter),
        );
      }
    },
    { threshold: 0.01, rootMargin: "-10% 0px -10% 0px" },
  );
  const known = new Set();
  const watch = () => {
    for (const text of posts.querySelectorAll("[data-number] > div > .talk, [data-number] > div > .post__gone")) {
      const { number } = text.closest("[data-number]").dataset;
      if (!known.has(number)) watcher.observe(text);
      known.add(number);
    }
  };
  watch();
  whenArrived(posts, watch);
}

function replying(posts) {
  const box = document.getElementById("reply");
  if (!box) return;
  const area = box.elements.text;
  const told = box.querySelector("[data-replying]");
  posts.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply], [data-quote]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const post = link.closest("[data-post]");
    const words = link.dataset.quote ? quotation(post, link.dataset.name) : "";
    box.action = link.dataset.reply ? link.href : link.href.split("?")[0];
    const key = `key=${post.dataset.post}`;
    if (!area.dataset.draftUrl.endsWith(key)) {
      // What is typed goes along: it is kept with this post from now on, and no longer with the other.
      if (area.value.trim()) posting(area.dataset.draftUrl, box, { text: "" }, { redirect: "manual" }).catch(() => null);
      area.dataset.draftUrl = area.dataset.draftUrl.replace(/key=[^&]*/, key);
    }
    const left = post.querySelector(":scope > div > [data-left]");
    post.querySelector(".pf").after(box);
    if (left) {
      area.value = [area.value.trimEnd(), left.dataset.left].filter(Boolean).join("\n\n");
      left.remove();
    }
    const remark = box.querySelector("[data-remark]");
    if (remark) {
      // Only under the question itself something is an answer or not.
      remark.hidden = !post.hasAttribute("data-opening");
      if (remark.hidden) remark.querySelector("input").checked = false;
    }
    told.textContent = told.dataset.to.replace("{name}", link.dataset.name);
    if (words) area.value = `${area.value ? `${area.value.trimEnd()}\n\n` : ""}${words}`;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    if (area.value) area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// What is selected inside the post, or else all of it, as a quotation with its author.
function quotation(post, name) {
  const text = post.querySelector(".talk");
  const chosen = getSelection();
  const inside = chosen.rangeCount && text.contains(chosen.getRangeAt(0).commonAncestorContainer);
  const words = (inside && chosen.toString().trim()) || text.innerText.trim();
  const lines = words.split("\n").map((line) => `> ${line}`.trimEnd());
  return `> **${name}**\n>\n${lines.join("\n")}\n\n`;
}

// A page that follows on the one where something was sent shows that it was answered: the copy can go.
function arrived() {
  if (!document.querySelector("[data-bell]")) return; // whoever signs in first did not get through
  const came = document.referrer && new URL(document.referrer).pathname;
  for (const [key, kept] of recallAll(sentPrefix)) if (kept?.from === came) forget(key);
}

function keepHere(area) {
  const from = location.pathname;
  const kept = { text: area.value, draftUrl: area.dataset.draftUrl, from, at: Date.now() };
  if (area.value.trim()) remember(`${sentPrefix}${from}`, kept);
}

// What was sent by somebody who turned out to be signed out did not arrive: it stands in its form again.
function bringBack(area) {
  const key = `${sentPrefix}${location.pathname}`;
  const kept = recall(key);
  if (!kept) return;
  forget(key);
  if (Date.now() - kept.at > longAgo) return;
  if (kept.draftUrl !== area.dataset.draftUrl) {
    posting(kept.draftUrl, area.form, { text: kept.text }).then(() => location.reload(), () => null);
  } else if (kept.text !== area.value) {
    area.value = kept.text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function writing(area) {
  const { form } = area;
  let leaving = false;
  let sending = null;
  let unsent = false;
  const keep = whenQuiet(pause, send);
  // One after the other: what was typed last must not arrive first.
  async function send() {
    if (leaving) return;
    if (sending) return keep();
    unsent = false;
    sending = new AbortController();
    const { signal } = sending;
    await posting(area.dataset.draftUrl, form, {}, { redirect: "manual", signal }).catch(() => (unsent = true));
    sending = null;
  }
  form.addEventListener("input", () => {
    unsent = true;
    keep();
  });
  // Who leaves before a pause finds it again too.
  addEventListener("pagehide", () => {
    if (!unsent || leaving) return;
    sending?.abort();
    keepHere(area);
    posting(area.dataset.draftUrl, form, {}, { keepalive: true }).catch(() => null);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    keep.cancel();
    sending?.abort();
    keepHere(area);
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  bringBack(area);
}
