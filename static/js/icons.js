// One icon of the sprite, as the templates draw it. The sprite's address comes from a data attribute.
const space = "http://www.w3.org/2000/svg";

export function icon(sprite, name, size = "") {
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", `i ${size}`.trim());
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}
