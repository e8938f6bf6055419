// An edit that follows a comment opens at the passage: it is selected in the text, or marked where one writes visually.
import { highlight, located, wordsOf } from "./comments-words.js";

export function editAtPassage(area) {
  const words = area.form.querySelector("[data-comment-words]")?.dataset.commentWords;
  if (!words) return;
  const place = area.form.querySelector("[data-visual]");
  const quoted = { quote: words, before: "", after: "", near: 0 };
  const inText = () => {
    const at = area.value.indexOf(words.split("\n")[0]);
    if (at < 0) return;
    area.focus();
    area.setSelectionRange(at, at + words.split("\n")[0].length);
    const lines = area.value.slice(0, at).split("\n").length;
    area.scrollTop = Math.max(0, (lines - 4) * (parseFloat(getComputedStyle(area).lineHeight) || 24));
  };
  const inVisual = () => {
    const range = located(wordsOf(place), quoted);
    if (!range) return false;
    highlight("comment-open", [range]);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    return true;
  };
  if (!place || place.hidden) return inText();
  const seen = new MutationObserver(() => inVisual() && seen.disconnect());
  seen.observe(place, { childList: true, subtree: true });
  setTimeout(() => seen.disconnect(), 10_000);
}
