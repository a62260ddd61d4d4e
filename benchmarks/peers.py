"""The trainers of others: PyTorch, JAX and scikit-learn, each as its users would write it."""

from typing import Any

import numpy as np

from benchmarks.case import Case, Epoch
from mlp.preprocessing import Whitening


def torch(case: Case, compiled: bool = False) -> Epoch:
    """PyTorch, eager: the script that people write, without the cost of a DataLoader."""
    import torch

    torch.set_num_threads(1)
    settings = case.settings
    X, labels, background = map(torch.from_numpy, (case.X, case.labels, case.background))
    linears = [torch.nn.Linear(*W.shape) for W in case.weights]
    modules: list[Any] = []
    for linear in linears[:-1]:
        modules.append(linear)
        if settings.batch_norm:
            modules.append(torch.nn.BatchNorm1d(linear.out_features))
        modules.append(torch.nn.GELU() if settings.activation == "gelu" else torch.nn.ReLU())
        if settings.dropout:
            modules.append(torch.nn.Dropout(settings.dropout))
    model = torch.nn.Sequential(*modules, linears[-1])
    with torch.no_grad():
        for linear, W, b in zip(linears, case.weights, case.biases, strict=True):
            linear.weight.copy_(torch.from_numpy(W.T))
            linear.bias.copy_(torch.from_numpy(b))
    start = {name: value.clone() for name, value in model.state_dict().items()}
    forward: Any = torch.compile(model, dynamic=False) if compiled else model

    augmented = settings.flip or settings.shift > 0
    if augmented:  # images whose background is 0, so that what moves in is that
        X = X.view(-1, *background.shape) - background

    def augment(images: Any) -> Any:
        N, height, width = images.shape
        if settings.flip:
            images = torch.where(torch.rand(N, 1, 1) < 0.5, images.flip(2), images)
        # A moved image is a window of the one with a margin; all windows are a view, and one is copied.
        padded = torch.nn.functional.pad(images, [settings.shift] * 4)
        windows = padded.unfold(1, height, 1).unfold(2, width, 1)
        down, right = torch.randint(2 * settings.shift + 1, (2, N))
        return (windows[torch.arange(N), down, right] + background).flatten(1)

    whitening = None
    if settings.whitening:
        whitening = torch.from_numpy(Whitening(case.X, settings.whitening).matrix)

    def mixed(images: Any, labels: Any) -> Any:
        """Images with their targets, each mixed with another."""
        share = torch.distributions.Beta(settings.mixup, settings.mixup).sample().item()
        pairs = torch.randperm(len(images))
        one_hot = torch.nn.functional.one_hot(labels, case.sizes[-1]).float()
        return torch.lerp(images[pairs], images, share), torch.lerp(one_hot[pairs], one_hot, share)

    def epoch() -> float:
        torch.manual_seed(0)
        model.load_state_dict(start)
        average = None
        if settings.ema:
            average = torch.optim.swa_utils.AveragedModel(
                model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.ema), use_buffers=True
            )
        optimizer = torch.optim.SGD(
            model.parameters(), lr=case.rate, momentum=settings.momentum, nesterov=settings.nesterov
        )
        total = 0.0
        for chosen in torch.from_numpy(case.order()).split(case.batch):
            batch = augment(X[chosen]) if augmented else X[chosen]
            batch, targets = mixed(batch, labels[chosen]) if settings.mixup else (batch, labels[chosen])
            if whitening is not None:
                batch = batch @ whitening
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(
                forward(batch), targets, label_smoothing=settings.label_smoothing
            )
            loss.backward()
            if settings.weight_decay:
                with torch.no_grad():
                    for linear in linears:
                        linear.weight *= 1 - case.rate * settings.weight_decay
            optimizer.step()
            if average is not None:
                average.update_parameters(model)
            total += loss.item()
        return total / case.steps

    return epoch


def torch_compile(case: Case) -> Epoch:
    """The same with torch.compile."""
    return torch(case, compiled=True)


def jax(case: Case) -> Epoch:
    """JAX, the whole epoch compiled into one scan."""
    import jax
    import jax.numpy as jnp

    def loss_of(parameters: Any, X: Any, labels: Any) -> Any:
        for W, b in parameters[:-1]:
            X = jax.nn.relu(X @ W + b)
        W, b = parameters[-1]
        logits = jax.nn.log_softmax(X @ W + b)
        return -jnp.take_along_axis(logits, labels[:, None], axis=1).mean()

    @jax.jit
    def run(parameters: Any, X: Any, labels: Any, order: Any) -> Any:
        def step(parameters: Any, chosen: Any) -> Any:
            loss, gradients = jax.value_and_grad(loss_of)(parameters, X[chosen], labels[chosen])
            return jax.tree.map(lambda p, g: p - case.rate * g, parameters, gradients), loss

        return jax.lax.scan(step, parameters, order)

    X, labels = jnp.asarray(case.X), jnp.asarray(case.labels)
    start = [(jnp.asarray(W), jnp.asarray(b)) for W, b in zip(case.weights, case.biases, strict=True)]

    def epoch() -> float:
        order = jnp.asarray(case.order().reshape(case.steps, case.batch))
        return float(run(start, X, labels, order)[1].mean())

    return epoch


def sklearn(case: Case) -> Epoch:
    """scikit-learn's MLPClassifier with plain SGD."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        case.sizes[1:-1], solver="sgd", alpha=0, batch_size=case.batch, learning_rate_init=case.rate,
        momentum=0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    classes = np.arange(case.sizes[-1])
    model.partial_fit(case.X[: case.batch], case.labels[: case.batch], classes=classes)

    def epoch() -> float:
        arrays = zip(model.coefs_ + model.intercepts_, case.weights + case.biases, strict=True)
        for theirs, initial in arrays:
            theirs[:] = initial
        order = case.order()
        model.partial_fit(case.X[order], case.labels[order])
        return float(model.loss_)

    return epoch
