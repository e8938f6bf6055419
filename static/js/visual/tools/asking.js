// Asks the site what somebody may mean. An answer that was given a moment ago is not asked for again, and an
// answer to an earlier question never arrives after a later one.
const keep = 60_000;
const most = 60;
const answers = new Map();
const addresses = {
  pages: "/complete/pages",
  sections: "/complete/sections",
  people: "/complete/people",
  topics: "/complete/topics",
  parts: "/complete/parts",
};

export function asking() {
  let running = null;
  return {
    stop: () => running?.abort(),
    // The items for { kind, query, page }, written on { uid, space }; null when a later question was asked.
    async ask(wanted, place) {
      running?.abort();
      const address = addressOf(wanted, place);
      const kept = answers.get(address);
      if (kept && Date.now() - kept.at < keep) return kept.items;
      running = new AbortController();
      const { signal } = running;
      try {
        const answer = await fetch(address, { signal, headers: { Accept: "application/json" }, redirect: "error" });
        if (answer.status === 404) return [];
        if (!answer.ok) throw new Error(answer.status);
        const { items } = await answer.json();
        remember(address, items);
        return signal.aborted ? null : items;
      } catch (problem) {
        if (problem.name === "AbortError" || signal.aborted) return null;
        throw problem;
      }
    },
  };
}

export function addressOf({ kind, query, page }, place) {
  const asked = new URLSearchParams({ q: query.slice(0, 200) });
  if (kind === "sections") {
    asked.set("page", page || place.uid);
    asked.set("here", place.uid);
  } else if (place.uid) asked.set("page", place.uid);
  if (!place.uid) asked.set("space", place.space);
  return `${addresses[kind]}?${asked}`;
}

function remember(address, items) {
  answers.set(address, { items, at: Date.now() });
  if (answers.size > most) answers.delete(answers.keys().next().value);
}
