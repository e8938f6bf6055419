// In which signs a passage was written.
export function styleOf(slice) {
  const em = /(?<![\p{L}\p{N}_])_(?!_)\S/u.test(slice) && !/(?<!\*)\*(?![*\s])/.test(slice) ? "_" : "*";
  const strong = /(?<![\p{L}\p{N}_])__\S/u.test(slice) && !slice.includes("**") ? "__" : "**";
  return { em, strong, angled: /<(?:https?:|[^\s<>]+@)/i.test(slice) };
}

// The same block with another sign, so that it is not taken for the end of the one above it; null when it has none.
export function remarked(node) {
  const { bullet, delimiter, fence } = node.attrs;
  if (bullet) return withSign(node, { bullet: bullet === "-" ? "*" : "-" });
  if (delimiter) return withSign(node, { delimiter: delimiter === "." ? ")" : "." });
  return fence === "indent" ? withSign(node, { fence: "```" }) : null;
}

function withSign(node, sign) {
  return node.type.create({ ...node.attrs, ...sign }, node.content);
}
