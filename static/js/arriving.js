// Shows in place what came into a conversation: the page is asked for anew, with the rights of this moment, and what
// is new or changed in it is put where it belongs. What the reader looks at stays where it is.
const ARRIVED = "essp:arrived";

export async function takeIn(posts, news) {
  const answer = await fetch(posts.dataset.address, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = page && page.querySelector("[data-thread]");
  // Merged away, moved out of sight, or signed out: the browser shows what the site says to that.
  if (!there) return void location.reload();
  const keep = held(posts);
  const fresh = [];
  for (const article of there.querySelectorAll("[data-post]")) {
    const here = document.getElementById(article.id);
    if (!here) fresh.push(put(posts, article));
    else if (news.state || news.changed.has(article.dataset.post)) renew(here, article);
  }
  for (const part of page.querySelectorAll("[data-live-part]")) {
    document.querySelector(`[data-live-part="${part.dataset.livePart}"]`)?.replaceChildren(...part.childNodes);
  }
  closeForm(page);
  keep();
  posts.dispatchEvent(new CustomEvent(ARRIVED));
  const elsewhere = [...news.posts].find((uid) => !document.getElementById(`p-${uid}`));
  if (fresh.length) lead(fresh[0]);
  else if (elsewhere) location.assign(`/posts/${elsewhere}`);
  else if (news.missed) location.assign(`${location.pathname}#new`);
}

export function whenArrived(posts, act) {
  posts.addEventListener(ARRIVED, act);
}

// Behind the post it comes after, or inside the one it answers.
function put(posts, article) {
  const before = previous(article);
  const parent = article.parentElement.closest("[data-post]");
  const above = parent && document.getElementById(parent.id);
  const beside = before && document.getElementById(before.id);
  const mine = document.importNode(article, true);
  // What stands below it comes by itself, each in its turn.
  for (const below of mine.querySelectorAll("[data-post]")) below.remove();
  mine.classList.add("post--fresh");
  if (beside) beside.after(mine);
  else if (above) repliesOf(above, parent).append(mine);
  else posts.append(mine);
  const line = article.previousElementSibling;
  if (line?.id === "new" && !document.getElementById("new")) mine.before(document.importNode(line, true));
  return mine;
}

function previous(article) {
  let before = article.previousElementSibling;
  while (before && !before.matches("[data-post]")) before = before.previousElementSibling;
  return before;
}

function repliesOf(above, parent) {
  const known = above.querySelector(":scope > .replies");
  if (known) return known;
  const replies = document.importNode(parent.querySelector(":scope > .replies"), true);
  for (const each of replies.querySelectorAll("[data-post]")) each.remove();
  above.append(replies);
  return replies;
}

// The post's own part; a reply that is being written below it stays.
function renew(here, article) {
  const [old, now] = [here.firstElementChild, document.importNode(article.firstElementChild, true)];
  const box = old.querySelector("#reply");
  now.querySelector("#reply")?.remove();
  const focused = box?.contains(document.activeElement) && document.activeElement;
  old.replaceWith(now);
  if (box) (now.querySelector(".pf") ?? now.lastElementChild).after(box);
  if (focused) focused.focus({ preventScroll: true });
}

// A conversation that was closed takes no reply; what somebody has typed stays to be copied.
function closeForm(page) {
  const form = document.getElementById("reply");
  if (form) form.hidden = !page.getElementById("reply") && !form.elements.text.value.trim();
}

// Remembers what is at the top of the window; gives what puts it there again.
function held(posts) {
  const looked = [...posts.querySelectorAll("[data-post]")].find((each) => each.firstElementChild.getBoundingClientRect().bottom > 0);
  const before = looked?.getBoundingClientRect().top;
  return () => looked && scrollBy({ top: looked.getBoundingClientRect().top - before, behavior: "instant" });
}

function lead(article) {
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
  article.firstElementChild.scrollIntoView({ block: "nearest" });
}
