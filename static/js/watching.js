// The Watch button of a page: the page is the same for all its readers, so what this one watches is asked for.
export async function watching() {
  const link = document.querySelector("a[data-watch]");
  if (!link) return;
  const answer = await fetch(link.href, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const state = await answer.json();
  if (state.watching) link.querySelector("span").textContent = link.dataset.on;
  if (!state.watchers) return;
  const count = document.createElement("span");
  count.className = "muted num";
  count.textContent = state.watchers.toLocaleString(document.documentElement.lang);
  link.append(" ", count);
}
