/** The best network at work: a gallery, a picture to draw on, and all that the network makes of it. */

import { all, data, one } from "#dom";
import { filled } from "#language";
import { evidence, inputs, sum, unpacked } from "#model";
import { forward, softmax } from "#network";
import { bars, cells, diverging, grey } from "#paint";
import { shifted, stroked } from "#pixels";

/** @import { Point } from "#pixels" */

const section = one(document, "#trained", HTMLElement);
const packed = data("trained-data");
/** @type {{shape: Point, images: Record<"number" | "true" | "predicted", number[]>}} */
const { shape, images } = packed;
/** @type {{en: string, zh: string}[]} */
const names = packed.names;
const [height, width] = shape;
const model = await unpacked(packed);

const picture = one(section, "#trained-picture", HTMLCanvasElement);
const cursor = one(section, ".cursor", HTMLElement);
const item = one(section, "#trained-item", HTMLElement); // the words of one
const [kind, labelled, explained] = ["kind", "labelled", "explained"].map((name) =>
  one(section, `#trained-${name}`, HTMLSelectElement),
);

let image = 0; // the one of the gallery that was chosen last; −1 after clearing
let pixels = model.pictures[image];
/** @type {Point} the pixel where keys draw */
let place = [Math.floor(width / 2), Math.floor(height / 2)];

/** Everything that depends on the pixels. */
function show() {
  const pass = forward(model.layers, inputs(model, pixels));
  const [P] = softmax(pass.outputs[model.layers.length - 1]);
  const predicted = P.indexOf(Math.max(...P));
  const truth = images.true[image] ?? -1;
  grey(picture, pixels);
  bars(one(section, ".probabilities", HTMLTableElement), P, predicted, truth);
  for (const answer of all(section, ".answer", HTMLElement)) {
    answer.hidden = answer.dataset.when !== (truth < 0 ? "unlabelled" : truth === predicted ? "right" : "wrong");
    answer.textContent = filled(answer, {
      predicted: names[predicted],
      share: (100 * P[predicted]).toFixed(2),
      label: names[Math.max(truth, 0)],
      number: images.number[image],
    });
  }

  all(section, ".layer", HTMLElement).forEach((layer, l) => {
    const [A] = pass.inputs[l + 1];
    const active = A.filter((a) => a > 0).length;
    const caption = one(layer, "figcaption", HTMLElement);
    const share = ((100 * active) / A.length).toFixed(0);
    cells(one(layer, "canvas", HTMLCanvasElement), A);
    caption.textContent = filled(caption, { layer: l + 1, active, units: A.length, share });
  });

  const k = explained.value === "" ? predicted : Number(explained.value);
  const { shares, biases, score } = evidence(model, pass, k);
  const most = diverging(one(section, "#trained-evidence", HTMLCanvasElement), shares);
  for (const sentence of all(section, ".sum", HTMLElement)) {
    sentence.textContent = filled(sentence, {
      name: names[k],
      most: signed(most),
      least: signed(-most),
      pros: signed(sum(shares.filter((share) => share > 0))),
      cons: signed(sum(shares.filter((share) => share < 0))),
      biases: signed(biases),
      score: signed(score),
    });
  }
  cursor.style.left = `${(100 * place[0]) / width}%`;
  cursor.style.top = `${(100 * place[1]) / height}%`;
}

/** @type {(value: number) => string} */
const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2);

/** @type {(changed: number[]) => void} */
function change(changed) {
  pixels = changed;
  show();
}

// The gallery: one radio button per image, so that arrow keys choose.
const items = model.pictures.map((each, i) => {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "image", checked: i === 0 });
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  label.classList.toggle("mistake", images.true[i] !== images.predicted[i]);
  label.append(input, canvas);
  grey(canvas, each);
  input.addEventListener("change", () => {
    image = i;
    explained.value = "";
    change(each);
  });
  return { label, input, truth: images.true[i], predicted: images.predicted[i] };
});
one(section, ".gallery", HTMLElement).append(...items.map(({ label }) => label));

function speak() {
  for (const { label, input, truth, predicted } of items) {
    label.title = input.ariaLabel = filled(item, { label: names[truth], predicted: names[predicted] });
  }
  show();
}

one(section, ".choices", HTMLFormElement).addEventListener("change", () => {
  for (const { label, truth, predicted } of items) {
    const found = truth === predicted ? "right" : "wrong";
    label.hidden = !["", found].includes(kind.value) || !["", String(truth)].includes(labelled.value);
  }
});

// The tools: each works with a pointer and with keys.
const tool = () => one(section, "[name=tool]:checked", HTMLInputElement).value;
/** @type {(from: Point, to: Point) => void} */
const draw = (from, to) => change(stroked(pixels, width, from, to, tool() === "eraser"));
/** @type {(move: Point) => void} */
const shift = (move) => change(shifted(pixels, width, move));

/** @type {(event: PointerEvent) => Point} */
function point(event) {
  const box = picture.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
}
/** @type {Point} */
let last;
for (const type of /** @type {const} */ (["pointerdown", "pointerenter", "pointermove"])) {
  picture.addEventListener(type, (event) => {
    if (!event.buttons) return;
    const here = point(event);
    if (type !== "pointermove") last = here;
    if (tool() === "move") {
      const move = /** @type {Point} */ ([0, 1].map((axis) => Math.trunc(here[axis] - last[axis])));
      if (move.some(Boolean)) shift(move);
      last = [last[0] + move[0], last[1] + move[1]];
    } else {
      draw(last, here);
      last = here;
    }
  });
}

/** @type {Record<string, Point>} */
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
picture.addEventListener("keydown", (event) => {
  const move = arrows[event.key];
  if (!move && event.key !== " ") return;
  event.preventDefault();
  if (!move) {
    const middle = /** @type {Point} */ ([place[0] + 0.5, place[1] + 0.5]);
    if (tool() !== "move") draw(middle, middle);
  } else if (tool() === "move") shift(move);
  else {
    place = [Math.min(Math.max(place[0] + move[0], 0), width - 1), Math.min(Math.max(place[1] + move[1], 0), height - 1)];
    show();
  }
});
for (const button of all(section, "button[data-key]", HTMLButtonElement)) {
  button.addEventListener("click", () => shift(arrows[button.dataset.key ?? ""]));
}
one(section, "#trained-clear", HTMLButtonElement).addEventListener("click", () => {
  image = -1;
  for (const { input } of items) input.checked = false;
  change(pixels.map(() => 0));
});
one(section, "#trained-undo", HTMLButtonElement).addEventListener("click", () => change(model.pictures[image] ?? pixels.map(() => 0)));
explained.addEventListener("change", show);
document.addEventListener("language", speak);
speak();
