"""What the tests of both peers call. Copied beside them; imports the submission into this very process.

The environment names the file of the SUBMISSION. Gradients are compared with the same central differences, formed
here by calling the forward probe on perturbed inputs.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent


def check(name: str) -> None:
    """Raise AssertionError unless the check of this name holds."""
    KINDS[_work()[name]["kind"]](_work()[name])


def matches(work: dict[str, Any]) -> None:
    """Compare outputs with the expected ones."""
    for case, inputs, wanted in work["cases"]:
        actual = _outputs(work["probe"], case, inputs)
        for name, array in wanted.items():
            fitted = actual[name].reshape(array.shape)
            np.testing.assert_allclose(fitted, array, rtol=work["rtol"], atol=work["atol"])


def differentiates(work: dict[str, Any]) -> None:
    """Compare gradients with central differences."""
    for case, inputs, wanted in work["cases"]:
        actual = _outputs(work["probe"], case, inputs)
        for path, name in wanted.items():
            difference = _numerical(work, inputs, path).reshape(actual[name].shape)
            np.testing.assert_allclose(actual[name], difference, rtol=work["rtol"], atol=work["atol"])


def satisfies(work: dict[str, Any]) -> None:
    """See that outputs have the right shape and are finite: less than the rule asks for."""
    for case, inputs, wanted in work["cases"]:
        actual = _outputs(work["probe"], case, inputs)
        for name, array in wanted.items():
            assert actual[name].shape == array.shape
            assert np.isfinite(actual[name]).all()


def forbids(work: dict[str, Any]) -> None:
    """Look for words in the source: less than reading it as Python."""
    source = Path(os.environ["SUBMISSION"]).read_text(encoding="utf-8")
    assert not any(word in source for word in work["words"])


KINDS = {"Matches": matches, "Differentiates": differentiates, "Satisfies": satisfies, "Forbids": forbids}


def _module(name: str, path: str | Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _work() -> dict[str, Any]:
    return dict(pickle.loads((HERE / "work.pkl").read_bytes()))  # noqa: S301 - our own file, made in this run


@cache
def _code() -> tuple[Any, Any]:
    return _module("submission", os.environ["SUBMISSION"]), _module("driver", HERE / "driver.py")


_KEPT: dict[tuple[str, str], dict[str, Any]] = {}


def _outputs(probe: str, case: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return all outputs of one call; lists, whose names end in `[]`, entry by entry."""
    if (probe, case) not in _KEPT:
        code, driver = _code()
        kept: dict[str, Any] = {}
        for outputs in getattr(driver, probe)(code, **inputs):  # what comes later may change what came before
            kept |= {key: array for name, value in outputs.items() for key, array in _spread(name, value)}
        _KEPT[probe, case] = kept
    return _KEPT[probe, case]


def _spread(name: str, value: Any) -> list[tuple[str, Any]]:
    if not name.endswith("[]"):
        return [(name, np.copy(value))]
    return [(f"{name[:-2]}[{place}]", np.copy(entry)) for place, entry in enumerate(value)]


def _numerical(work: dict[str, Any], inputs: dict[str, Any], path: str) -> Any:
    name, bracket, place = path.partition("[")
    x, h = (inputs[name][int(place[:-1])] if bracket else inputs[name]), work["step"]

    def forward(changed: Any) -> Any:
        value = changed
        if bracket:
            value = list(inputs[name])
            value[int(place[:-1])] = changed
        code, driver = _code()
        groups = getattr(driver, work["of"])(code, **{**inputs, name: value})
        return next(outputs[work["output"]] for outputs in groups if work["output"] in outputs)

    if work["reduce"] == "elementwise":
        return (forward(x + h) - forward(x - h)) / (2 * h)
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([np.sum(forward(x + step) - forward(x - step)) / (2 * h) for step in steps])
