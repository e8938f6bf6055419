// How many words the text has: [data-word-count] with data-one and data-many, "{count}" in both.
import { whenQuiet } from "./wait.js";

export function wordCount(area) {
  const place = document.querySelector("[data-word-count]");
  if (!place) return;
  const count = () => {
    const words = area.value.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
    const number = words.toLocaleString(document.documentElement.lang);
    place.textContent = (words === 1 ? place.dataset.one : place.dataset.many).replace("{count}", number);
  };
  area.addEventListener("input", whenQuiet(400, count));
  count();
}
