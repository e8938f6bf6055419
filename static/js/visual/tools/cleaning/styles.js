// What the styles of pasted HTML mean (data-look, see origin.js). Read as text: browsers forget what they do not know (mso-…), and
// asking each element for its style would cost more than everything else.
export function styleOf(element) {
  return element.dataset.look?.toLowerCase() ?? "";
}

const hidden = /display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|;|$)/;
const weight = /(?:^|[;\s])font-weight\s*:\s*(bold(?:er)?|normal|lighter|\d+)/;
const slant = /(?:^|[;\s])font-style\s*:\s*(italic|oblique|normal)/;
const crossed = /text-decoration[\w-]*\s*:[^;]*line-through/;
const marker = /mso-list\s*:\s*ignore/;
const listed = /mso-list\s*:\s*[^;]*?level(\d+)/;
const align = /text-align\s*:\s*(right|center|end)/;

export const isHidden = (style) => hidden.test(style);
export const isMarker = (style) => marker.test(style);
export const isCrossed = (style) => crossed.test(style);
export const listLevel = (style) => Number(listed.exec(style)?.[1] ?? 0);

// true, false, or null where the style says nothing.
export function isBold(style) {
  const found = weight.exec(style)?.[1];
  return found === undefined ? null : /^bold/.test(found) || Number(found) >= 600;
}

export function isSlanted(style) {
  const found = slant.exec(style)?.[1];
  return found === undefined ? null : found !== "normal";
}

export function alignOf(cell) {
  const said = align.exec(styleOf(cell))?.[1] ?? cell.getAttribute("align")?.toLowerCase();
  return { right: "right", end: "right", center: "center" }[said] ?? null;
}
