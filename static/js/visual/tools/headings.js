// The headings of a text as it stands, to link to them before they are saved.
export function headingsOfText(text) {
  const found = [];
  let fence = false;
  for (const line of text.split("\n")) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) fence = !fence;
    const heading = !fence && /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$/.exec(line);
    if (heading) found.push(headingItem(heading[2], heading[1].length));
  }
  return found;
}

// What a link within the page writes: the words without what a link cannot hold.
export function headingItem(text, level) {
  const words = text.replace(/[*_`~]/g, "").trim();
  const plain = words.replace(/[[\]|#\\]/g, " ").replace(/\s+/g, " ").trim();
  return { words, level, insert: `[[#${plain}]]` };
}
