// A title with the typed words in bold, as nodes. Case and accents do not matter.
import { folded } from "./triggers.js";

export function parts(title, words) {
  const letters = [...title];
  const plain = letters.map((letter) => folded(letter));
  const found = [];
  for (const word of folded(words).split(/\s+/).filter(Boolean)) {
    const place = wordIn(plain, word);
    if (place) found.push(place);
  }
  const bold = letters.map((_letter, index) => found.some(([from, to]) => index >= from && index < to));
  return letters.reduce((pieces, letter, index) => {
    if (index && bold[index] === bold[index - 1]) pieces.at(-1).text += letter;
    else pieces.push({ text: letter, bold: bold[index] });
    return pieces;
  }, []);
}

// The first place where the letters spell the word, as [from, to): at the beginning of a word if there is one.
function wordIn(plain, word) {
  let elsewhere = null;
  for (let from = 0; from < plain.length; from += 1) {
    let spelt = "";
    let to = from;
    while (to < plain.length && spelt.length < word.length) spelt += plain[to++];
    if (!spelt.startsWith(word)) continue;
    if (from === 0 || !/[\p{L}\p{N}]/u.test(plain[from - 1])) return [from, to];
    elsewhere ??= [from, to];
  }
  return elsewhere;
}

export function marked(title, words) {
  return parts(title, words).map(({ text, bold }) =>
    bold ? Object.assign(document.createElement("b"), { textContent: text }) : text,
  );
}
