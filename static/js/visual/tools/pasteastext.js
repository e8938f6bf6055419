// What was copied in another program, as Markdown for the plain text. Fetched when it is first needed.
import { DOMParser } from "prosemirror-model";
import { schema } from "../schema.js";
import { writeBlocks } from "../writing.js";
import { childrenOf } from "../shapes.js";
import { clean } from "./cleaning/clean.js";
import { TooMuch, takeApart } from "./cleaning/origin.js";

// null when it is too much, or nothing but words: then the words are pasted as they are.
export function markdownOf(whole) {
  try {
    const { html } = takeApart(whole);
    const { body } = clean(html, location.origin);
    for (const image of body.querySelectorAll("img[src^='pasted:']")) image.remove();
    return writeBlocks(childrenOf(DOMParser.fromSchema(schema).parse(body)));
  } catch (problem) {
    if (problem instanceof TooMuch) return null;
    throw problem;
  }
}
