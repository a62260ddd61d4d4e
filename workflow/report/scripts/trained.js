/** The best network at work: a gallery, a picture to draw on, and all that the network makes of it. */

import { all, data, one } from "#dom";
import { easel, point } from "#easel";
import { gallery } from "#gallery";
import { filled } from "#language";
import { evidence, inputs, sum, unpacked } from "#model";
import { forward, softmax } from "#network";
import { bars, cells, diverging } from "#paint";

/** @import { Point } from "#pixels" */

const packed = data("trained-data");
/** @type {{shape: Point, images: Record<"number" | "true" | "predicted", number[]>}} */
const { shape, images } = packed;
/** @type {import("#language").Words[]} */
const names = packed.names;
const [height, width] = shape;
const model = await unpacked(packed);

const section = one(document, "#trained", HTMLElement);
const explained = one(section, "#trained-explained", HTMLSelectElement);
const map = one(section, "#trained-evidence", HTMLCanvasElement);
const layers = all(section, ".layer", HTMLElement);

let image = 0; // the one of the gallery that was chosen last; −1 after clearing
/** @type {Point} the pixel whose numbers are shown, and where keys draw */
let place = [Math.floor(width / 2), Math.floor(height / 2)];
let [X] = inputs(model, model.pictures[0]);
/** @type {{gradient: number[], shares: number[]}} */
let last;

/** @type {(value: number, digits?: number) => string} */
const signed = (value, digits = 2) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(digits);

/** @type {(selector: string, values: Parameters<typeof filled>[1]) => void} */
function say(selector, values) {
  for (const element of all(section, selector, HTMLElement)) element.textContent = filled(element, values);
}

/** All that depends on the picture. */
function show() {
  const pass = forward(model.layers, inputs(model, picture.pixels()));
  [[X]] = pass.inputs;
  const [P] = softmax(pass.outputs[model.layers.length - 1]);
  const predicted = P.indexOf(Math.max(...P));
  const truth = images.true[image] ?? -1;
  bars(one(section, ".probabilities", HTMLTableElement), P, predicted, truth);
  const when = truth < 0 ? "unlabelled" : truth === predicted ? "right" : "wrong";
  for (const answer of all(section, ".answer", HTMLElement)) answer.hidden = answer.dataset.when !== when;
  const share = (100 * P[predicted]).toFixed(2);
  const label = names[Math.max(truth, 0)];
  say(".answer", { predicted: names[predicted], share, label, number: images.number[image] });

  layers.forEach((layer, l) => {
    const [A] = pass.inputs[l + 1];
    cells(one(layer, "canvas", HTMLCanvasElement), A);
    const active = A.filter((a) => a > 0).length;
    const share = ((100 * active) / A.length).toFixed(0);
    say(`#trained-layer-${l + 1}`, { layer: l + 1, active, units: A.length, share });
  });

  const k = explained.value === "" ? predicted : Number(explained.value);
  const found = evidence(model, pass, k);
  last = found;
  const most = diverging(map, found.shares);
  say(".sum", {
    name: names[k],
    most: signed(most),
    least: signed(-most),
    pros: signed(sum(found.shares.filter((share) => share > 0))),
    cons: signed(sum(found.shares.filter((share) => share < 0))),
    biases: signed(found.biases),
    score: signed(found.score),
  });
  frame(place);
}

/** @type {(to: Point) => void} the numbers of one pixel */
function frame(to) {
  const within = (/** @type {number} */ at, /** @type {number} */ end) =>
    Math.min(Math.max(Math.floor(at), 0), end - 1);
  const [x, y] = (place = [within(to[0], width), within(to[1], height)]);
  for (const { style } of all(section, ".frame", HTMLElement)) {
    style.left = `${(100 * x) / width}%`;
    style.top = `${(100 * y) / height}%`;
  }
  const i = y * width + x;
  const [input, gradient, share] = [X, last.gradient, last.shares].map((numbers) => signed(numbers[i], 4));
  say("#trained-pixel", { row: y + 1, column: x + 1, input, gradient, share });
}

const picture = easel(section, show, frame, () => place);
const choices = gallery(section, model.pictures, width, images, names, (chosen) => {
  image = chosen;
  explained.value = "";
  picture.put(model.pictures[chosen]);
});

const black = model.pictures[0].map(() => 0);
one(section, "#trained-clear", HTMLButtonElement).addEventListener("click", () => {
  image = -1;
  choices.chooseNone();
  picture.put(black);
});
one(section, "#trained-undo", HTMLButtonElement).addEventListener("click", () =>
  picture.put(model.pictures[image] ?? black),
);
map.addEventListener("pointermove", (event) => frame(point(map, event)));
explained.addEventListener("change", show);
document.addEventListener("language", show);
picture.put(model.pictures[image]);
