// The names behind handles in the visual editor: from the list that suggested them, and asked for together where a text
// that is opened names others. Until a name is known its handle stands there; what is written is always the handle.
const names = new Map();
const most = 100;
let wanted = new Set();

export function know(handle, name) {
  names.set(handle, name);
}

export function mentionView({ attrs: { handle } }) {
  const dom = document.createElement("a");
  dom.className = "mention";
  dom.dataset.handle = handle;
  dom.textContent = words(handle);
  if (!names.has(handle) && !handle.includes(":")) want(handle);
  return { dom };
}

const words = (handle) => `@${names.get(handle) ?? handle}`;

function want(handle) {
  if (!wanted.size) setTimeout(ask);
  wanted.add(handle);
}

async function ask() {
  const handles = [...wanted].slice(0, most);
  wanted = new Set();
  const told = await answered(`/complete/names?${new URLSearchParams({ handles: handles.join(",") })}`);
  for (const handle of handles) if (told[handle]) names.set(handle, told[handle]);
  for (const shown of document.querySelectorAll(".ProseMirror a.mention")) shown.textContent = words(shown.dataset.handle);
}

async function answered(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
    return answer.ok ? (await answer.json()).names : {};
  } catch {
    return {};
  }
}
