// What this browser remembers. Private windows and full disks may refuse; then false or null is the answer.

// What the keys of kept drafts begin with.
export const draftPrefix = "draft:";

export function remember(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing could be kept either, so there is nothing to forget.
  }
}

// Every kept value whose key starts so, as [key, value] pairs.
export function recallAll(prefix) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => [key, recall(key)]);
  } catch {
    return [];
  }
}
