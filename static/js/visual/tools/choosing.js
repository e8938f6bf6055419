// Files from this device: chosen, dropped or pasted.
import { part } from "./wording.js";

const megabyte = 1 << 20;

// Opens the chooser of the browser; `take(files)` is called with what was chosen.
export function chooseFiles(take, { images = false, many = true } = {}) {
  const field = part("file");
  field.accept = images ? "image/*" : "";
  field.multiple = many;
  field.value = "";
  field.onchange = () => take([...field.files]);
  field.click();
}

// What a paste or a drop carries, without folders (they have no bytes of their own).
export function filesOf(transfer) {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory).length;
  const files = [...(transfer?.files ?? [])].filter((file, index) => !items[index]?.webkitGetAsEntry?.()?.isDirectory);
  return { files: files.map(named), folders };
}

// A picture from the clipboard is called image.png each time: the time tells them apart.
function named(file) {
  if (file.name && !/^image\.\w+$/.test(file.name)) return file;
  const when = new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-");
  const kind = file.type.split("/")[1]?.replace(/\W.*/, "") || "bin";
  return new File([file], `${kind === "bin" ? "file" : "picture"}-${when}.${kind}`, { type: file.type });
}

export function isImage(file) {
  return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(file.type);
}

// Where files of this page or post go, the token of its form, and how many bytes one may have.
export function destination(form) {
  const most = Number(part("words").dataset.limit);
  return { address: part("place").dataset.upload, token: form.elements.csrf_token.value, most: most * megabyte };
}
