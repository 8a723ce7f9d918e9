"""Multi-head attention in PyTorch, float64, gradients by autograd: the oracle of our reference.

Reads {"cases": [{"id", "inputs"}]} from standard input and prints the outputs of every case;
assignments/multi-head-attention/golden/oracle.json keeps what it printed. Inputs are Q, K, V and perhaps a mask,
or a layer's parameters with numHeads, x, dOutput and perhaps a mask. A tensor is {"shape": [...], "data": [...]},
row-major; a mask holds 1 where a query may attend. On Debian, PyTorch is the package python3-torch.
"""

import json
import platform
import sys

import torch
from torch.nn.functional import linear, softmax

PROJECTIONS = ("queryProj", "keyProj", "valueProj", "outProj")


def read(tensor):
    return torch.tensor(tensor["data"], dtype=torch.float64).reshape(tensor["shape"])


def write(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().reshape(-1).tolist()}


def attention(Q, K, V, forbidden):
    scores = torch.einsum("nsqp,nskp->nsqk", Q, K) / Q.shape[-1] ** 0.5
    if forbidden is not None:
        scores = scores.masked_fill(forbidden, -torch.inf)
    weights = softmax(scores, dim=-1)
    return torch.einsum("nsqk,nskp->nsqp", weights, V), weights


def module(given, x, heads, forbidden):
    """nn.MultiheadAttention, for heads that divide the model dimension, and where the gradients are found in it."""
    E = x.shape[-1]
    layer = torch.nn.MultiheadAttention(E, heads, batch_first=True, dtype=torch.float64)
    state = {
        "in_proj_weight": torch.cat([given[f"{name}.weight"] for name in PROJECTIONS[:3]]),
        "in_proj_bias": torch.cat([given[f"{name}.bias"] for name in PROJECTIONS[:3]]),
        "out_proj.weight": given["outProj.weight"],
        "out_proj.bias": given["outProj.bias"],
    }
    layer.load_state_dict(state)
    output, weights = layer(x, x, x, attn_mask=forbidden, average_attn_weights=False)

    def gradients():
        weight, bias = layer.in_proj_weight.grad.chunk(3), layer.in_proj_bias.grad.chunk(3)
        grads = {f"{name}.weight": weight[i] for i, name in enumerate(PROJECTIONS[:3])}
        grads.update({f"{name}.bias": bias[i] for i, name in enumerate(PROJECTIONS[:3])})
        out = layer.out_proj
        return {**grads, "outProj.weight": out.weight.grad, "outProj.bias": out.bias.grad}

    return output, weights, gradients


def pieces(given, x, heads, forbidden):
    """The same from parts, for nn.MultiheadAttention refuses heads that do not divide the model dimension."""
    names = [f"{name}.{kind}" for name in PROJECTIONS for kind in ("weight", "bias")]
    params = {name: given[name].clone().requires_grad_() for name in names}

    def project(name, tokens):
        return linear(tokens, params[f"{name}.weight"], params[f"{name}.bias"])

    Q, K, V = (project(name, x).unflatten(-1, (heads, -1)).transpose(1, 2) for name in PROJECTIONS[:3])
    context, weights = attention(Q, K, V, forbidden)
    output = project("outProj", context.transpose(1, 2).flatten(start_dim=2))
    return output, weights, lambda: {name: tensor.grad for name, tensor in params.items()}


def layer_outputs(given, forbidden):
    x, heads = given["x"].requires_grad_(), int(given["numHeads"])
    way = module if x.shape[-1] % heads == 0 else pieces
    output, weights, gradients = way(given, x, heads, forbidden)
    output.backward(given["dOutput"])
    grads = {"x": x.grad, **gradients()}

    # Softmax cancels a key bias: what is computed is rounding, and nothing to compare.
    size = max(grad.abs().max() for grad in grads.values())
    assert grads.pop("keyProj.bias").abs().max() <= 1e-12 * size
    return {"output": output, "weights": weights, **{f"grad.{name}": grad for name, grad in grads.items()}}


def outputs(inputs):
    given = {name: read(tensor) for name, tensor in inputs.items()}
    forbidden = given["mask"] == 0 if "mask" in given else None
    if "Q" in given:
        output, weights = attention(given["Q"], given["K"], given["V"], forbidden)
        found = {"output": output, "weights": weights}
    else:
        found = layer_outputs(given, forbidden)
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
