// The date of today in words, in the language of the screen.
export function today(language = document.documentElement.lang) {
  return new Date().toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
}
