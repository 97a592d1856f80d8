"""Turn a function that returns `value, vjp` into its derivative, its Jacobian, or its mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference.nn.arrays import Array, Criterion, Vjp


def derivative(f: Callable[..., tuple[Array, Vjp]], *inputs: Array) -> Array:
    """Pull back ones.

    Of an elementwise activation this is y'(z), in the shape of z. Of a criterion it is the gradient of each
    sample's own loss, in the shape of the prediction; of the mean of a criterion, the gradient with its 1/N.
    """
    value, vjp = f(*inputs)
    return vjp(np.ones_like(value))


def jacobian(f: Callable[[Array], tuple[Array, Vjp]], z: Array) -> Array:
    """Pull back one output entry after the other: J[..., i, j] = dy_i / dz_j within each row.

    z (..., D) -> (..., D_out, D). Of an elementwise activation it is diagonal: the derivative stands on it.
    """
    y, vjp = f(z)
    basis = np.eye(y.shape[-1])
    return np.stack([vjp(np.broadcast_to(e, y.shape)) for e in basis], axis=-2)


def mean(criterion: Criterion) -> Callable[[Array, Array], tuple[Any, Vjp]]:
    """Reduce a criterion by the mean over all its entries: J = sum(loss) / n; dloss = dJ / n.

    n is N for a loss per sample, N K for an elementwise one. J is a scalar, and `vjp(1.0)` is dJ/dprediction.
    """

    def reduced(prediction: Array, t: Array) -> tuple[Any, Vjp]:
        loss, vjp = criterion(prediction, t)
        return loss.mean(), lambda dJ: vjp(np.broadcast_to(dJ / loss.size, loss.shape))

    return reduced
