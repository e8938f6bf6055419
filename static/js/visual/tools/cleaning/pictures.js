// Pictures: those of this site stay, those that came along are uploaded (their address begins with pasted:), those
// from elsewhere become links, since nobody else should learn who reads a page. Counting pixels are left out.
import { kept } from "../addresses.js";
import { styleOf } from "./styles.js";

const smallest = 3;

export function picture(cleaner, element, marks, out) {
  const src = element.getAttribute("src") ?? "";
  const alt = (element.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim();
  if (isPixel(element)) return undefined;
  if (isSign(alt)) return out.text(alt, marks);
  if (src.startsWith("pasted:")) return image(cleaner, src, alt, out);
  const address = kept(src, cleaner.origin);
  if (address?.startsWith("/files/")) return image(cleaner, address, alt, out);
  if (!/^https?:/i.test(address ?? "")) {
    if (src) cleaner.lost += 1;
    return undefined;
  }
  return out.text(alt || nameOf(address), { ...marks, a: marks.a ?? address });
}

function image(cleaner, src, alt, out) {
  const shown = cleaner.page.createElement("img");
  shown.setAttribute("src", src);
  shown.setAttribute("alt", alt);
  out.into(shown);
}

function isPixel(element) {
  const sides = ["width", "height"].map((name) => {
    const styled = new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*(\\d+)px`).exec(styleOf(element));
    return Number.parseInt(styled?.[1] ?? element.getAttribute(name) ?? "100", 10);
  });
  return sides.some((side) => side < smallest);
}

// Emoji are pictures in mails and chats; their words are the sign itself.
function isSign(alt) {
  return alt.length > 0 && alt.length <= 8 && /\p{Extended_Pictographic}/u.test(alt);
}

function nameOf(address) {
  try {
    return decodeURIComponent(new URL(address).pathname.split("/").pop()) || address;
  } catch {
    return address;
  }
}
