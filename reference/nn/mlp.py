"""Chain layers into a multilayer perceptron of any depth, and walk the chain back.

A network is a sequence of layers; without hidden layers it is a sequence of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reference.nn.layer import Layer, forward, normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reference.nn.arrays import Activation, Array
    from reference.nn.layer import LayerVjp, Parameters


class Forward(NamedTuple):
    """What a pass gives: the output, its vjp, and the layers after their statistics saw the batch."""

    output: Array
    vjp: Callable[[Array], tuple[Array, list[Parameters]]]  # dL/doutput -> dL/dx, the gradients of each layer
    layers: tuple[Layer, ...]


def make_mlp(
    sizes: Sequence[int],
    activations: Sequence[Activation],
    weight_init: Callable[[int, int], Array],
    bias_init: Callable[[int], Array],
    num_bn_layers: int = 0,
) -> tuple[Layer, ...]:
    """Return the layers between `sizes`, (n_in, *hidden, n_out); the first `num_bn_layers` are normalised."""
    layers = []
    for i, (n_in, n_out, f) in enumerate(zip(sizes[:-1], sizes[1:], activations, strict=True)):
        layer = Layer({"W": weight_init(n_in, n_out), "b": bias_init(n_out)}, f)
        layers.append(normalised(layer) if i < num_bn_layers else layer)
    return tuple(layers)


def mlp(layers: Sequence[Layer], x: Array, *, train: bool = True) -> Forward:
    """Return the network's output on x (N, n_in): h_0 = x, h_l = f_l(norm_l(h_{l-1} W_l + b_l)).

    Backward, from the last layer to the first: dW_l = h_{l-1}^T dz_l, db_l = sum dz_l, dh_{l-1} = dz_l W_l^T.
    The gradients are those of what was pulled back: of a mean loss they carry its 1/N, of a sum they do not.
    CMU hw1p1 mixes the two: those of W and b are of the mean loss, those of gamma and beta of the sum.
    """
    vjps: list[LayerVjp] = []
    after: list[Layer] = []
    for layer in layers:
        x, layer_vjp, layer_after = forward(layer, x, train=train)
        vjps.append(layer_vjp)
        after.append(layer_after)

    def vjp(dy: Array) -> tuple[Array, list[Parameters]]:
        gradients: list[Parameters] = []
        for layer_vjp in reversed(vjps):
            dy, gradient = layer_vjp(dy)
            gradients.append(gradient)
        return dy, gradients[::-1]

    return Forward(x, vjp, tuple(after))
