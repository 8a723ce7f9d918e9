"""The two-layer network in PyTorch, float64, gradients by autograd: the oracle of our reference.

Reads {"cases": [{"id", "inputs": {"W1", "b1", "W2", "b2", "X", "Y", "lr"}}]} from standard input and prints
the outputs of every case; assignments/two-layer-nn/golden/oracle.json keeps what it printed. A tensor is
{"shape": [...], "data": [...]}, row-major. On Debian, PyTorch is the package python3-torch.
"""

import json
import platform
import sys

import torch

PARAMS = ("W1", "b1", "W2", "b2")


def read(tensor):
    return torch.tensor(tensor["data"], dtype=torch.float64).reshape(tensor["shape"])


def write(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().reshape(-1).tolist()}


def outputs(inputs):
    given = {name: read(tensor) for name, tensor in inputs.items()}
    params = {name: given[name].requires_grad_() for name in PARAMS}
    X, Y, lr = given["X"], given["Y"], given["lr"]
    labels = Y.argmax(dim=1)

    hidden = torch.sigmoid(X @ params["W1"] + params["b1"])
    logits = hidden @ params["W2"] + params["b2"]
    y = torch.nn.functional.softmax(logits, dim=1)
    loss = torch.nn.functional.cross_entropy(logits, labels)
    accuracy = 100 * (y.argmax(dim=1) == labels).double().mean()

    optimizer = torch.optim.SGD(params.values(), lr=float(lr))
    loss.backward()
    grads = {f"grad.{name}": params[name].grad.clone() for name in PARAMS}
    optimizer.step()
    steps = {f"step.{name}": params[name] for name in PARAMS}

    found = {"hidden": hidden, "y": y, "loss": loss, "accuracy": accuracy, **grads, **steps}
    return {name: write(tensor) for name, tensor in found.items()}


cases = json.load(sys.stdin)["cases"]
json.dump(
    {
        "oracle": "PyTorch",
        "version": torch.__version__,
        "python": platform.python_version(),
        "cases": [{"id": case["id"], "outputs": outputs(case["inputs"])} for case in cases],
    },
    sys.stdout,
)
