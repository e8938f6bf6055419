// Where a place in a textarea is on the screen: its text is laid out once more, unseen, in an element of the same
// shape. Only the paragraph that holds the place is laid out after what stands above it.
const shape = [
  "boxSizing", "width", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth",
  "borderRightWidth", "borderBottomWidth", "borderLeftWidth", "borderStyle", "fontFamily", "fontSize", "fontWeight",
  "fontStyle", "fontStretch", "fontFeatureSettings", "letterSpacing", "wordSpacing", "lineHeight", "textIndent",
  "textTransform", "tabSize", "direction",
];

export function caretOf(area, position) {
  const mirror = document.createElement("div");
  const mark = document.createElement("span");
  const style = getComputedStyle(area);
  for (const name of shape) mirror.style[name] = style[name];
  Object.assign(mirror.style, {
    position: "absolute", visibility: "hidden", top: "0", left: "0", height: "auto", whiteSpace: "pre-wrap",
    overflowWrap: "break-word", overflow: "hidden",
  });
  mirror.setAttribute("aria-hidden", "true");
  mirror.append(area.value.slice(0, position), mark, area.value.slice(position).split("\n")[0] || ".");
  mark.textContent = "\u200b";
  document.body.append(mirror);
  const inside = { left: mark.offsetLeft, top: mark.offsetTop, height: mark.offsetHeight };
  mirror.remove();
  const frame = area.getBoundingClientRect();
  const top = frame.top + inside.top - area.scrollTop;
  return { left: frame.left + inside.left - area.scrollLeft, top, bottom: top + inside.height };
}
