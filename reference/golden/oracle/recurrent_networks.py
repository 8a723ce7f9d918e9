"""RNN, LSTM and GRU in PyTorch, float64, gradients by autograd, and clipping: the oracle of our reference.

Reads {"cases": [{"id", "inputs"}]} from standard input and prints the outputs of every case;
assignments/recurrent-networks/golden/oracle.json keeps what it printed. A tensor is {"shape": [...], "data": [...]},
row-major. On Debian, PyTorch is the package python3-torch.

Our weights are (inputs, outputs) with one name per gate; PyTorch's are transposed and stacked. torch.nn.utils'
clip_grad_norm_ has 1e-6 in its denominator, so the norm is taken here and the gradients are scaled by the exact factor.
"""

import json
import platform
import sys

import torch

GATES = {torch.nn.RNN: "h", torch.nn.LSTM: "ifgo", torch.nn.GRU: "rzn"}  # in PyTorch's order


def read(tensor):
    return torch.tensor(tensor["data"], dtype=torch.float64).reshape(tensor["shape"])


def write(tensors):
    return {
        name: {"shape": list(tensor.shape), "data": tensor.detach().reshape(-1).tolist()}
        for name, tensor in tensors.items()
    }


def layer_of(given):
    """The layer that has these parameters: nn.RNN, nn.LSTM or nn.GRU, batch first."""
    kind = next(kind for kind, gates in GATES.items() if all(f"W{gate}" in given for gate in gates))
    gates = GATES[kind]
    D, H = given[f"W{gates[0]}"].shape
    layer = kind(D, H, batch_first=True, dtype=torch.float64)
    second_bias = [given.get(f"c{gate}", torch.zeros(H, dtype=torch.float64)) for gate in gates]
    with torch.no_grad():
        layer.weight_ih_l0.copy_(torch.cat([given[f"W{gate}"].T for gate in gates]))
        layer.weight_hh_l0.copy_(torch.cat([given[f"U{gate}"].T for gate in gates]))
        layer.bias_ih_l0.copy_(torch.cat([given[f"b{gate}"] for gate in gates]))
        layer.bias_hh_l0.copy_(torch.cat(second_bias))
    return layer


def gradients(layer, given, starts, dh):
    """Autograd's gradients of the sum of h * dh, under our names."""
    X = given["X"].clone().requires_grad_()
    leaves = {name: start.clone().requires_grad_() for name, start in starts.items()}
    layer.zero_grad()  # in place, hence the clones below
    (run(layer, X, leaves)[0] * dh).sum().backward()
    found = {"X": X.grad, **{name: leaf.grad for name, leaf in leaves.items()}}
    gates = GATES[type(layer)]
    for letter, stacked, is_matrix in (
        ("W", layer.weight_ih_l0, True),
        ("U", layer.weight_hh_l0, True),
        ("b", layer.bias_ih_l0, False),
        ("c", layer.bias_hh_l0, False),
    ):
        for gate, part in zip(gates, stacked.grad.chunk(len(gates))):
            if letter + gate in given:
                found[letter + gate] = (part.T if is_matrix else part).clone()
    return found


def run(layer, X, starts):
    """The hidden states of all steps, and what PyTorch says of the last; without starts it begins at zeros."""
    first = [start.unsqueeze(0) for start in starts.values()]
    if not first:
        return layer(X)
    return layer(X, tuple(first) if isinstance(layer, torch.nn.LSTM) else first[0])


def recurrent(given):
    layer = layer_of(given)
    names = ["h0", "c0"] if isinstance(layer, torch.nn.LSTM) else ["h0"]
    starts = {name: given[name] for name in names if name in given}
    X, dh = given["X"], given["dh"]
    N, T, H = dh.shape

    states = {"h": run(layer, X, starts)[0]}
    if isinstance(layer, torch.nn.LSTM):
        # PyTorch gives the cell of the last step alone
        cells = [run(layer, X[:, : t + 1], starts)[1][1][0] for t in range(T)]
        states["c"] = torch.stack(cells, dim=1)

    zeros = {name: torch.zeros(N, H, dtype=torch.float64) for name in names}
    last = torch.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    every = gradients(layer, given, starts or zeros, dh)
    only_last = gradients(layer, given, starts or zeros, last)
    return {
        **{f"state.{name}": tensor for name, tensor in states.items()},
        **{f"grad.{name}": tensor for name, tensor in every.items()},
        **{f"last.{name}": tensor for name, tensor in only_last.items()},
    }


def clipped(given):
    grads = {name[len("grad.") :]: tensor for name, tensor in given.items() if name.startswith("grad.")}
    norm = torch.linalg.vector_norm(torch.cat([grad.reshape(-1) for grad in grads.values()]))
    factor = torch.clamp(given["maxNorm"] / norm, max=1)
    return {f"clipped.{name}": grad * factor for name, grad in grads.items()}


def outputs(inputs):
    given = {name: read(tensor) for name, tensor in inputs.items()}
    return write(clipped(given) if "maxNorm" in given else recurrent(given))


torch.set_num_threads(1)
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
