/** Elements of the page, with their types. */

/**
 * All elements of a type that a selector finds below a root.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T[]}
 */
export const all = (root, selector, type) =>
  /** @type {T[]} */ ([...root.querySelectorAll(selector)].filter((element) => element instanceof type));

/**
 * The first of them.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function one(root, selector, type) {
  const [found] = all(root, selector, type);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * What the page's builder wrote as JSON in `<script type="application/json" id="…">`.
 * @param {string} id
 * @returns {any}
 */
export const data = (id) => JSON.parse(one(document, `#${id}`, HTMLScriptElement).text);
