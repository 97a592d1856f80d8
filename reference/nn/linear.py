"""Map linearly: the layer that all five assignments share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference.nn.arrays import Array


def linear(x: Array, W: Array, b: Array) -> tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]:
    """Return z = x W + b; dx = dz W^T, dW = x^T dz, db = the sum of dz over the batch.

    x (N, n_in), W (n_in, n_out), b (n_out,) or (1, n_out) -> z (N, n_out); db has the shape of b. dW sums
    over the batch too: pulling back a mean loss makes both the means that CMU, Toronto and VU ask for.
    Toronto and NYU keep W as (n_out, n_in): give W.T, and transpose dW.
    """
    return x @ W + b, lambda dz: (dz @ W.T, x.T @ dz, dz.sum(axis=0).reshape(b.shape))
