"""Networks in one file classify as the mean of what each says of every copy of an image."""

import re

import numpy as np
import pytest
from one_run import ENSEMBLE, TEST, WEIGHTS
from programs import program
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
    assert done.stdout.startswith(f"3 networks, {len(samples.labels)} images\n")
    found = re.findall(r"^\| (.*?) +\| (\d) +\| ([\d.]+) +\|", done.stdout, re.MULTILINE)

    def per_cent(probabilities):
        return f"{100 * (probabilities.argmax(axis=-1) == samples.labels).mean():.2f}"

    middle = each[:, 4]
    assert found == [
        ("one network", "1", per_cent(middle)),
        ("all together", "1", per_cent(middle.mean(axis=0))),
        ("one network", "9", per_cent(each.mean(axis=1))),
        ("all together", "9", per_cent(each.mean(axis=(0, 1)))),
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
