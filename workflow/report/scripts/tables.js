/** Tables that sort themselves, and the filter of a search. */

import { all, one } from "#dom";

/** @type {(row: HTMLTableRowElement, column: number) => string} */
const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent ?? "";

/** @type {(table: HTMLTableElement, heading: HTMLTableCellElement) => void} */
function sort(table, heading) {
  const body = table.tBodies[0];
  const keys = new Map([...body.rows].map((row) => [row, value(row, heading.cellIndex)]));
  const key = (/** @type {HTMLTableRowElement} */ row) => keys.get(row) ?? "";
  const numbers = [...keys.values()].every((text) => !isNaN(Number(text)));
  // Downwards first for numbers, as the highest is what one looks for.
  const [first, other] = numbers ? ["descending", "ascending"] : ["ascending", "descending"];
  const order = heading.ariaSort === first ? other : first;
  for (const sibling of all(table, "th", HTMLTableCellElement)) sibling.removeAttribute("aria-sort");
  heading.ariaSort = order;
  const sign = order === "ascending" ? 1 : -1;
  const rows = [...keys.keys()].sort(
    (a, b) =>
      Number(key(a) === "") - Number(key(b) === "") || // empty ones last
      sign * (numbers ? Number(key(a)) - Number(key(b)) : key(a).localeCompare(key(b))),
  );
  body.append(...rows);
}

for (const table of all(document, "table.sortable", HTMLTableElement)) {
  for (const heading of all(table, "th:has(button)", HTMLTableCellElement)) {
    one(heading, "button", HTMLButtonElement).addEventListener("click", () => sort(table, heading));
  }
}

// A filter hides the rows of a search, and what is shown of them elsewhere.
for (const form of all(document, ".filter", HTMLFormElement)) {
  const section = form.closest("section") ?? document.body;
  const { rows } = one(section, "table.sortable", HTMLTableElement).tBodies[0];
  const choices = all(form, "select", HTMLSelectElement);
  form.addEventListener("change", () => {
    for (const row of rows) {
      row.hidden = choices.some(
        (choice) => choice.selectedIndex && value(row, Number(choice.dataset.column)) !== choice.value,
      );
    }
    section.dispatchEvent(new Event("filtered"));
  });
}
