// In which signs a passage was written.
export function styleOf(slice) {
  const em = /(?<![\p{L}\p{N}_])_(?!_)\S/u.test(slice) && !/(?<!\*)\*(?![*\s])/.test(slice) ? "_" : "*";
  const strong = /(?<![\p{L}\p{N}_])__\S/u.test(slice) && !slice.includes("**") ? "__" : "**";
  return { em, strong, angled: /<(?:https?:|[^\s<>]+@)/i.test(slice) };
}
