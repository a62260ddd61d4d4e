"use strict";
const tags = { en: "en", zh: "zh-Hans" };

// What cannot hold an element in each language keeps its texts in data-en and data-zh.
function speak(language) {
  document.documentElement.lang = tags[language];
  for (const element of document.querySelectorAll("[data-zh]")) element.textContent = element.dataset[language];
}
const button = document.getElementById("language");
button.addEventListener("click", () => speak(document.documentElement.lang === "en" ? "zh" : "en"));
if (navigator.language.startsWith("zh")) speak("zh");

// A click on a heading sorts: downwards first for numbers, as the highest is what one looks for.
for (const heading of document.querySelectorAll(".sortable th button")) {
  heading.addEventListener("click", () => {
    const th = heading.closest("th"), body = th.closest("table").tBodies[0];
    const key = (row) => row.cells[th.cellIndex].dataset.value ?? row.cells[th.cellIndex].textContent;
    const rows = [...body.rows], numbers = rows.every((row) => !isNaN(Number(key(row))));
    const first = numbers ? "descending" : "ascending", other = numbers ? "ascending" : "descending";
    const order = th.ariaSort === first ? other : first, sign = order === "ascending" ? 1 : -1;
    for (const sibling of th.parentElement.cells) sibling.removeAttribute("aria-sort");
    th.ariaSort = order;
    const compare = numbers ? (a, b) => a - b : (a, b) => a.localeCompare(b);
    const empty = (row) => key(row) === "";
    rows.sort((a, b) => empty(a) - empty(b) || sign * compare(key(a), key(b)));
    body.append(...rows);
  });
}

// A filter hides the rows of a search and the lines of their runs.
for (const form of document.querySelectorAll(".filter")) {
  const section = form.closest("section"), body = section.querySelector("table").tBodies[0];
  const lines = (row) => section.querySelectorAll(`.run[data-row="${row.dataset.row}"]`);
  form.addEventListener("change", () => {
    for (const row of body.rows) {
      row.hidden = [...form.querySelectorAll("select")].some(
        (select) => select.selectedIndex && row.cells[select.dataset.column].dataset.value !== select.value
      );
      for (const line of lines(row)) line.classList.toggle("off", row.hidden);
    }
  });
  for (const row of body.rows) {
    row.addEventListener("mouseenter", () => lines(row).forEach((line) => line.classList.add("on")));
    row.addEventListener("mouseleave", () => lines(row).forEach((line) => line.classList.remove("on")));
  }
}
