/** The table of contents marks the part of the page that is being read. */

import { all } from "#dom";

for (const nav of all(document, "nav", HTMLElement)) {
  const links = all(nav, "a", HTMLAnchorElement);
  const top = (/** @type {HTMLAnchorElement} */ { hash }) =>
    document.getElementById(decodeURIComponent(hash.slice(1)))?.getBoundingClientRect().top ?? Infinity;

  const mark = () => {
    // The last heading in the upper third of the window; at the end of the page, the last one that is in it.
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    const line = scrollTop + clientHeight >= scrollHeight - 1 ? clientHeight : clientHeight / 3;
    const current = links.filter((link) => top(link) < line).pop() ?? links[0];
    if (current.ariaCurrent) return;
    for (const link of links) link.ariaCurrent = link === current ? "true" : null;
    // Where the contents are longer than the window, they scroll by themselves.
    nav.scrollTop = current.offsetTop - nav.clientHeight / 2;
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  mark();
}
