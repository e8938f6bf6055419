// The sentences of the editor's tools, from the data attributes of [data-editor-words] and of its part for uploads, and
// the place where what happens is told to screen readers.
const root = () => document.querySelector("[data-editor-words]");

// say("found", { count: 3 }) is data-found with {count} filled in; "" for what the template does not say.
export function say(name, values = {}) {
  const sentence = root()?.dataset[name] ?? part("words")?.dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// One or many: say("files", …) with data-files-one and data-files-many.
export function count(name, number, values = {}) {
  return say(`${name}${number === 1 ? "One" : "Many"}`, { count: number, ...values });
}

export function part(name) {
  return root()?.querySelector(`[data-part="${name}"]`) ?? null;
}

// A copy of what stands in <template data-part="name">.
export function copyOf(name) {
  return part(name).content.firstElementChild.cloneNode(true);
}

// Told once, politely. The same sentence again is told again.
let told = 0;
export function announce(sentence) {
  const place = part("said");
  if (!place) return;
  clearTimeout(told);
  place.textContent = "";
  told = setTimeout(() => (place.textContent = sentence), 60);
}
