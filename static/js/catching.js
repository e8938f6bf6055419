// Files that are pasted into a text or dropped on it.
import { filesOf } from "./visual/tools/choosing.js";

// Listens on `root` for the textareas that `ours(target)` gives, null for others; then take(area, files, folders).
export function catchFiles(root, ours, take) {
  root.addEventListener("paste", (event) => {
    const area = ours(event.target);
    const { files } = area ? filesOf(event.clipboardData) : { files: [] };
    // A spreadsheet brings a picture of its cells beside the text.
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(area, files, 0);
  });
  root.addEventListener("dragover", (event) => {
    const area = event.dataTransfer?.types.includes("Files") ? ours(event.target) : null;
    if (!area) return;
    event.preventDefault();
    area.classList.add("catching");
  });
  root.addEventListener("dragleave", (event) => ours(event.target)?.classList.remove("catching"));
  root.addEventListener("drop", (event) => {
    const area = ours(event.target);
    area?.classList.remove("catching");
    const { files, folders } = area ? filesOf(event.dataTransfer) : { files: [], folders: 0 };
    if (!files.length && !folders) return;
    event.preventDefault();
    take(area, files, folders);
  });
}
