/** The table of contents marks the part of the page that is being read. */

import { all } from "#dom";

const REACHED = 80; // pixels from the top of the window

for (const nav of all(document, "nav", HTMLElement)) {
  const links = all(nav, "a", HTMLAnchorElement);
  const top = (/** @type {HTMLAnchorElement} */ { hash }) =>
    document.getElementById(decodeURIComponent(hash.slice(1)))?.getBoundingClientRect().top ?? Infinity;

  const mark = () => {
    // The last heading that has reached the top; at the end of the page, the last one that is in the window.
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    const line = scrollTop + clientHeight >= scrollHeight - 1 ? clientHeight : REACHED;
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
