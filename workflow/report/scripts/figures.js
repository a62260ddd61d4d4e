/** The figures of each section, alive, and what they share with its table. */

import { enlivenAxes } from "#brush";
import { all } from "#dom";
import { LiveFigure } from "#drawing";
import { enlivenLegend } from "#legend";

for (const section of all(document, "section", HTMLElement)) {
  const figures = all(section, "figure.live", HTMLElement).map((figure) => new LiveFigure(figure));
  if (!figures.length) continue;
  figures.forEach(enlivenLegend);
  figures.forEach(enlivenAxes);
  // The rows of the experiment's table: pointing at one lets its lines stand out, hiding it hides them.
  const rows = all(section, "tr[data-row]", HTMLTableRowElement);
  const byRow = new Map(rows.map((row) => [Number(row.dataset.row), row]));
  for (const row of rows) {
    const number = Number(row.dataset.row);
    const lines = (/** @type {LiveFigure} */ { lines }) =>
      [...lines.keys()].filter((line) => lines[line].row === number);
    row.addEventListener("mouseenter", () => figures.forEach((figure) => figure.highlight(lines(figure))));
    row.addEventListener("mouseleave", () => figures.forEach((figure) => figure.leave()));
  }
  section.addEventListener("filtered", () => {
    for (const figure of figures) {
      figure.filtered = figure.lines.map(({ row }) => row !== undefined && Boolean(byRow.get(row)?.hidden));
      figure.update();
    }
  });
}
