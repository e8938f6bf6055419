// Asks below the text what a picture shows that was put into it, and writes the answer where the picture stands.
// Nothing waits for it: who types on is not interrupted, and the name of the file stands there until then.
import { put } from "../../marking.js";
import { drop, show } from "./tray.js";
import { announce, copyOf, part, say } from "./wording.js";

let asked = 0;

export function describe(area, { url, name }) {
  if (!part("described")) return;
  const row = copyOf("described");
  const field = row.querySelector("input");
  const hint = row.querySelector(".hint");
  asked += 1;
  field.id += `-${asked}`;
  hint.id += `-${asked}`;
  row.querySelector("label").htmlFor = field.id;
  field.setAttribute("aria-describedby", hint.id);
  row.querySelector("img").src = url;
  const answer = (words) => {
    write(area, url, words);
    drop(row);
    announce(say("described"));
  };
  row.querySelector("[data-act=keep]").addEventListener("click", () => answer(field.value));
  row.querySelector("[data-act=decoration]").addEventListener("click", () => answer(""));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    answer(field.value);
  });
  show(row);
  announce(`${say("uploaded", { name })} ${say("describe")}`);
}

// Between the brackets of the picture; where it no longer stands in the text, nothing is changed.
function write(area, url, words) {
  const alt = words.replace(/[\\\s]+/g, " ").replaceAll("[", "(").replaceAll("]", ")").trim();
  const end = area.value.indexOf(`](${url})`);
  const start = area.value.lastIndexOf("![", end) + 2;
  if (end < 0 || start < 2) return area.focus();
  const by = alt.length - (end - start);
  const moved = (place) => (place >= end ? place + by : Math.min(place, start + alt.length));
  const [from, to] = [area.selectionStart, area.selectionEnd].map(moved);
  return put(area, start, end, alt, from, to);
}
