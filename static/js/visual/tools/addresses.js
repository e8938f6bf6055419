// Which addresses a text may link to: the web, mail, and places of this site. As the server has it.
const scheme = /^[^/?#:]*:/;
const allowed = new Set(["http:", "https:", "mailto:"]);
const invisible = /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;
const longest = 2000;
const mail = /^[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}$/i;
const bare = /^(?:www\.)[^\s]+\.[^\s]+$/i;

export function mayLink(href) {
  const kind = scheme.exec(href.replace(invisible, ""));
  return href.length <= longest && (!kind || allowed.has(kind[0].toLowerCase()));
}

// The address that a text is, or null: https://…, mailto:…, /path, #section, someone@example.org, www.example.org.
export function addressIn(text) {
  const words = text.trim();
  if (!words || /\s/.test(words)) return null;
  if (/^(?:https?:\/\/|mailto:)[^\s]+$/i.test(words)) return mayLink(words) ? words : null;
  if (/^[/#][^\s]+$/.test(words) && !words.startsWith("//")) return words;
  if (mail.test(words)) return `mailto:${words}`;
  return bare.test(words) ? `https://${words}` : null;
}

// Programs that wrap every link in one of their own: the address that was meant.
export function meant(href) {
  try {
    const url = new URL(href);
    const wrapped = /(?:^|\.)safelinks\.protection\.outlook\.com$/.test(url.hostname)
      ? url.searchParams.get("url")
      : /^www\.google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url"
        ? (url.searchParams.get("q") ?? url.searchParams.get("url"))
        : null;
    return wrapped && /^https?:\/\//.test(wrapped) ? wrapped : href;
  } catch {
    return href;
  }
}

// A link into this site without its host; null for what may not be linked.
export function kept(href, origin) {
  const address = meant(href.trim());
  if (!address || !mayLink(address) || /^file:/i.test(address)) return null;
  if (/^(?:about:|blob:|data:)/i.test(address)) return null;
  return address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
}
