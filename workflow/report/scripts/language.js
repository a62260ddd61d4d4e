/** The switch between the two languages. Both are in the page; a rule of its style hides one. */

import { one } from "#dom";

const tags = { en: "en", zh: "zh-Hans" };
/** @typedef {keyof typeof tags} Language */

/** @type {() => Language} */
export const language = () => (document.documentElement.lang === tags.zh ? "zh" : "en");

/**
 * The text that an element has in data-en and data-zh, with its places such as {share} filled in.
 * @param {HTMLElement} element
 * @param {Record<string, string | number | Record<Language, string>>} values a text is in each language
 */
export const filled = (element, values) =>
  (element.dataset[language()] ?? "").replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "object" ? value[language()] : String(value);
  });

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
