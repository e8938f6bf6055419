// A page that is read right after its form was sent shows that the text arrived, so the copy in this browser can go.
import { draftPrefix, forget, recallAll } from "./memory.js";

export function draftsDone() {
  if (!document.querySelector("main.doc") || !document.referrer) return;
  const came = new URL(document.referrer).pathname;
  for (const [key, kept] of recallAll(draftPrefix)) if (kept?.submitted && kept.from === came) forget(key);
}
