"""Networks in one file classify as the mean of what each says of every copy of an image."""

import re

import numpy as np
import pytest
from one_run import ENSEMBLE, TEST, WEIGHTS
from programs import program
from scipy import stats
from tiny import CLASSES, idx

import mlp
from workflow.base.errors import InputError
from workflow.data.samples import read_samples
from workflow.runs import ensembles
from workflow.runs.weights import to_bytes


@pytest.fixture(scope="module")
def trio(good, tmp_path_factory):
    """Three networks in files of their own, and in one file, with the samples that they are for."""
    folder, samples = tmp_path_factory.mktemp("trio"), read_samples(good / TEST)
    sizes = [samples.pixels.shape[1], 5, samples.classes]
    members = {}
    for seed in range(3):
        network = mlp.Network(sizes, np.random.default_rng(seed), activation="gelu")
        scale = mlp.InputScale(np.full(sizes[0], 10.0 * seed, np.float32), np.float32(1 / 255))
        path = folder / f"seed={seed}.safetensors"
        path.write_bytes(to_bytes(network, scale))
        members[path] = network, scale
    together = folder / "together.safetensors"
    together.write_bytes(ensembles.to_bytes({path.stem: path for path in members}, shift=1))
    return together, list(members.values()), samples


def moved(pixels, down, right):
    """Images on black, moved with loops."""
    result = np.zeros_like(pixels)
    height, width = pixels.shape[1:]
    for y in range(height):
        for x in range(width):
            if 0 <= y - down < height and 0 <= x - right < width:
                result[:, y, x] = pixels[:, y - down, x - right]
    return result


def by_hand(members, samples):
    """Probabilities (members, copies, N, K)."""
    pixels = samples.pixels.reshape(-1, *samples.shape)
    return np.array(
        [
            [
                network.predict_proba(scale.apply(moved(pixels, down, right).reshape(len(pixels), -1)))
                for down in (-1, 0, 1)
                for right in (-1, 0, 1)
            ]
            for network, scale in members
        ]
    )


def test_an_ensemble_says_what_its_networks_say_of_all_copies(trio):
    together, members, samples = trio
    ensemble = ensembles.load(together, samples)
    expected = by_hand(members, samples).mean(axis=(0, 1))
    # float32, summed in another order: some rounding units of 6e-8.
    assert np.allclose(ensemble.predict_proba(samples.pixels), expected, rtol=0, atol=1e-6)


def test_scores_are_those_of_first_principles(trio, good):
    together, members, samples = trio
    each = by_hand(members, samples)
    done = program("tables.score", together, good / TEST)
    assert done.returncode == 0, done.stderr
    first, _, *lines = done.stdout.strip().splitlines()
    assert first == f"3 networks, {len(samples.labels)} images"
    header, _, *found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert header == ["networks", "copies", "accuracy, %", "± seeds", "± images"]

    def half(means):
        """Half the width of the 95 % interval of a mean."""
        return f"{stats.sem(means) * stats.t.ppf(0.975, len(means) - 1):.2f}"

    def row(networks, n, probabilities):
        right = 100.0 * (probabilities.argmax(axis=-1) == samples.labels)  # (networks, images)
        seeds = half(right.mean(axis=1)) if len(right) > 1 else ""
        return [networks, n, f"{right.mean():.2f}", seeds, half(right.mean(axis=0))]

    middle, copies = each[:, 4], each.mean(axis=1)
    assert found == [
        row("one network", "1", middle),
        row("all together", "1", middle.mean(axis=0, keepdims=True)),
        row("one network", "9", copies),
        row("all together", "9", copies.mean(axis=0, keepdims=True)),
    ]


def test_predict_classifies_with_an_ensemble(trio, good, tmp_path):
    together, members, samples = trio
    # Not the squares: they are light at the border, which the program takes for a light ground.
    pixels = samples.pixels[samples.labels != CLASSES.index("square")][:4]
    images = pixels.reshape(-1, *samples.shape)
    (tmp_path / "images.gz").write_bytes(idx(images))
    words = [tmp_path / "images.gz", "--results", good, "--ensemble", together]
    done = program("runs.predict", *words)
    assert done.returncode == 0, done.stderr
    expected = by_hand(members, samples._replace(pixels=pixels)).mean(axis=(0, 1))
    for line, row in zip(done.stdout.splitlines(), expected, strict=True):
        said = {name: float(share) for name, share in re.findall(r"(\w+) ([\d.]+) %", line)}
        assert [said[name] for name in CLASSES] == pytest.approx((100 * row).tolist(), abs=0.051)


def test_without_an_ensemble_predict_says_what_to_run(good):
    done = program("runs.predict", "a.png", "--results", good, "--ensemble", "none.safetensors")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: none.safetensors: not found; `snakemake --cores all results/ensembles/NAME.safetensors` "
        "makes that of the experiment NAME\n"
    )


@pytest.mark.parametrize("name", [ENSEMBLE, WEIGHTS])
def test_what_is_no_ensemble_is_refused(good, tmp_path, name):
    # A whole file of one network, and an ensemble that was cut.
    file = tmp_path / "file.safetensors"
    file.write_bytes((good / name).read_bytes()[: None if name == WEIGHTS else -8])
    with pytest.raises(InputError, match=r"file\.safetensors: expected an ensemble \("):
        ensembles.load(file, read_samples(good / TEST))
