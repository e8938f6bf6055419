// Files of posts and comments: what is pasted, dropped or chosen is uploaded, and its Markdown comes to where the caret
// was. What does that is fetched when the first file comes; without it, chosen files are sent with the form.
import { catchFiles } from "./catching.js";

const takesFiles = "textarea[data-takes-files]";
const ours = (target) => (target instanceof Element ? target.closest(takesFiles) : null);

export function attaching() {
  catchFiles(document, ours, upload);
  document.addEventListener("change", async (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.matches("[data-chooses-files]")) return;
    const files = [...field.files];
    const area = field.form.querySelector(takesFiles);
    if (files.length && (await upload(area, files, 0))) field.value = "";
  });
}

// Whether the files are being uploaded.
async function upload(area, files, folders) {
  try {
    const { uploadInto } = await import("./visual/tools/filesintext.js");
    uploadInto(area, files, folders);
    return true;
  } catch {
    return false;
  }
}
