// The page's own words in its three languages.

export const LANGUAGES = { ky: "Кыргызча", ru: "Русский", en: "English" };

let words = {};
let language = "ky";

export async function loadWords() {
  words = (await (await fetch("/_playground/words")).json()).result;
  const wished = localStorage.getItem("language") ?? navigator.language.slice(0, 2);
  language = wished in LANGUAGES ? wished : "ky";
}

export function currentLanguage() {
  return language;
}

export function setLanguage(code) {
  language = code;
  localStorage.setItem("language", code);
}

export function t(key, values = {}) {
  const text = words[key]?.[language] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function has(key) {
  return key in words;
}

// Fill what stands in index.html itself.
export function applyWords() {
  document.documentElement.lang = language;
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = t(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
}
