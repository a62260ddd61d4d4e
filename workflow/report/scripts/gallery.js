/** Images to choose from: one radio button each, so that the arrow keys choose, and filters. */

import { all, one } from "#dom";
import { filled } from "#language";
import { grey } from "#paint";

/** @typedef {{true: number[], predicted: number[]}} Classes of each image, by number */

/**
 * @param {HTMLElement} section
 * @param {number[][]} pictures
 * @param {number} width
 * @param {Classes} classes
 * @param {import("#language").Words[]} names of the classes
 * @param {(image: number) => void} chosen called with the number of an image
 */
export function gallery(section, pictures, width, classes, names, chosen) {
  const [kind, labelled] = all(section, ".choices select", HTMLSelectElement);
  const words = one(section, "#trained-item", HTMLElement);
  const items = pictures.map((pixels, i) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "trained-image", checked: !i });
    const canvas = Object.assign(document.createElement("canvas"), { width, height: pixels.length / width });
    grey(canvas, pixels);
    label.append(input, canvas);
    const [truth, predicted] = [classes.true[i], classes.predicted[i]];
    label.classList.toggle("mistake", truth !== predicted);
    input.addEventListener("change", () => chosen(i));
    return { label, input, truth, predicted };
  });
  one(section, ".gallery", HTMLElement).append(...items.map(({ label }) => label));

  one(section, ".choices", HTMLFormElement).addEventListener("change", () => {
    for (const { label, truth, predicted } of items) {
      const found = truth === predicted ? "right" : "wrong";
      label.hidden = !["", found].includes(kind.value) || !["", String(truth)].includes(labelled.value);
    }
  });
  function speak() {
    for (const { label, input, truth, predicted } of items) {
      label.title = input.ariaLabel = filled(words, { label: names[truth], predicted: names[predicted] });
    }
  }
  document.addEventListener("language", speak);
  speak();
  return { chooseNone: () => items.forEach(({ input }) => (input.checked = false)) };
}
