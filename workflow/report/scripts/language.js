/** The switch between the two languages. Both are in the page; a rule of its style hides one. */

import { one } from "#dom";

const tags = { en: "en", zh: "zh-Hans" };
/**
 * @typedef {keyof typeof tags} Language
 * @typedef {string | number | Record<Language, string>} Words some are the same in each language
 */

/** @type {() => Language} */
export const language = () => (document.documentElement.lang === tags.zh ? "zh" : "en");

/** @type {(words: Words) => string} */
export const inLanguage = (words) => (typeof words === "object" ? words[language()] : String(words));

/**
 * The text that an element has for the language, with its places such as {share} filled in.
 * @type {(element: HTMLElement, values: Record<string, Words>, attribute?: string) => string}
 */
export const filled = (element, values, attribute = "data") =>
  (element.getAttribute(`${attribute}-${language()}`) ?? "").replace(/\{(\w+)\}/g, (_, name) =>
    inLanguage(values[name]),
  );

/**
 * What cannot hold an element in each language keeps its texts in data-en and data-zh.
 * Scripts that write words themselves listen to the document's event "language".
 * @param {Language} chosen
 */
function speak(chosen) {
  document.documentElement.lang = tags[chosen];
  for (const element of document.querySelectorAll("[data-zh]")) {
    element.textContent = element.getAttribute(`data-${chosen}`);
  }
  document.dispatchEvent(new Event("language"));
}

one(document, "#language", HTMLButtonElement).addEventListener("click", () =>
  speak(language() === "en" ? "zh" : "en"),
);
if (language() === "zh" || navigator.language.startsWith("zh")) speak("zh");
