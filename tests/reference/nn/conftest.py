"""Compare vjps with numerical ones: tests that ask run with central differences and with a complex step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Array = np.ndarray[Any, Any]


def central_difference(f: Callable[[Array], Any], x: Array, direction: Array) -> Array:
    h = 1e-6
    slope: Array = (f(x + h * direction) - f(x - h * direction)) / (2 * h)
    return slope


def complex_step(f: Callable[[Array], Any], x: Array, direction: Array) -> Array:
    h = 1e-30
    slope: Array = f(x + 1j * h * direction).imag / h
    return slope


METHODS = {"central_difference": (central_difference, 1e-7), "complex_step": (complex_step, 1e-12)}


@pytest.fixture(params=METHODS)
def check_vjp(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Give `check(f, *inputs)`: f's vjp of a random dL/dvalue is the numerical one, for each input."""
    slope, tolerance = METHODS[request.param]

    def check(f: Callable[..., Any], *inputs: Array) -> None:
        for x in inputs:
            x.flags.writeable = False  # and no function writes to what it is given
        value, vjp = f(*inputs)[:2]
        dvalue = np.random.default_rng(1).normal(size=np.shape(value))
        gradients = vjp(dvalue)
        for i, gradient in enumerate(gradients if isinstance(gradients, tuple) else (gradients,)):
            x = inputs[i]
            basis = np.eye(x.size).reshape(x.size, *x.shape)

            def forward(x: Array, i: int = i) -> Any:
                return f(*inputs[:i], x, *inputs[i + 1 :])[0]

            numerical = [np.sum(dvalue * slope(forward, x, e)) for e in basis]
            assert gradient.shape == x.shape
            np.testing.assert_allclose(gradient, np.reshape(numerical, x.shape), rtol=tolerance, atol=tolerance)

    return check


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def no_warnings() -> Iterator[None]:
    """Turn overflow, division by zero and invalid operations into errors; underflow to 0 is meant."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        yield
