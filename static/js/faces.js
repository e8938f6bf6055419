// The face of a person, as the line tells of one.
export function face({ monogram, tint, picture }) {
  const span = document.createElement("span");
  span.className = `av av--28 t${tint}`;
  if (!picture) span.textContent = monogram;
  else {
    const image = document.createElement("img");
    image.src = picture;
    image.alt = "";
    span.append(image);
  }
  return span;
}
