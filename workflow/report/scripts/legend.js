/** The entries of a drawing's legend are buttons: they hide a line, or all others. */

/** @typedef {import("#drawing").LiveFigure} LiveFigure */

/** @type {(figure: LiveFigure) => void} */
export function enlivenLegend(figure) {
  const keys = new Set(figure.lines.flatMap(({ key }) => key ?? []));
  const entries = [...keys].map((key) => ({
    entry: figure.element(`key-${key}`),
    mark: figure.svg.querySelector(`#${figure.name}-key-${key}-mark`),
    lines: [...figure.lines.keys()].filter((line) => figure.lines[line].key === key),
  }));

  /** @type {(lines: number[], hidden: boolean) => void} */
  function hide(lines, hidden) {
    for (const line of lines) figure.hidden[line] = hidden;
    figure.update();
    for (const { entry, lines } of entries) entry.ariaPressed = String(!figure.hidden[lines[0]]);
  }

  /** Hides all others; or shows them again, if they are hidden already. @type {(lines: number[]) => void} */
  function single(lines) {
    const others = [...figure.lines.keys()].filter((line) => !lines.includes(line));
    const alone = others.every((line) => figure.hidden[line]) && !figure.hidden[lines[0]];
    hide(others, !alone);
    hide(lines, false);
  }

  for (const { entry, mark, lines } of entries) {
    entry.setAttribute("role", "button");
    entry.setAttribute("tabindex", "0");
    entry.ariaPressed = "true";
    const toggle = () => hide(lines, !figure.hidden[lines[0]]);
    for (const part of mark ? [entry, mark] : [entry]) {
      part.classList.add("entry");
      part.addEventListener("click", toggle);
      part.addEventListener("dblclick", () => single(lines)); // after two clicks, which undo each other
    }
    entry.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (event.shiftKey) single(lines);
      else toggle();
    });
    entry.addEventListener("focus", () => figure.highlight(lines));
    entry.addEventListener("blur", () => figure.leave());
  }
}
