"""Signatures of shape, and those that need more of a case: its other outputs, the case before, far inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest

from grader.diagnose.signatures import Observation, signatures
from grader.rubric import FLOAT64, Tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = npt.NDArray[Any]
TIGHT = Tolerance(rtol=1e-10, atol=1e-12)

rng = np.random.default_rng(11)
N, K = 6, 4
Z, LABELS = rng.normal(0, 2, (N, K)), np.eye(K)[rng.integers(0, K, N)]
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
TERMS = -LABELS * np.log(P)
LOSSES, H = TERMS.sum(axis=1), rng.normal(0, 1, (N, K))
WIDE, DW = rng.normal(0, 1, (N, 9)), rng.normal(0, 1, (3, 5))


def found(actual: Any, expected: Any, output: str = "y", tolerance: Tolerance = FLOAT64, **known: Any) -> list[Any]:
    known = {"inputs": {"z": Z, "labels": LABELS}, "others": {}, "own": {}} | known
    return signatures(Observation(output, np.asarray(actual), np.asarray(expected), tolerance, **known))


SHAPES: tuple[tuple[str, Any, Any], ...] = (
    ("shape:transposed", DW.T, DW),
    ("shape:flat", DW.ravel(), DW),
    ("shape:reshaped", DW.reshape(15, 1), DW),
    ("shape:column", LOSSES[:, None], LOSSES),
    ("shape:flat", LOSSES, LOSSES[:, None]),
    ("shape:unit", DW[:, None], DW),
    ("shape:leading", DW[None], DW),
    ("shape:not-sum:1", TERMS, LOSSES),
    ("shape:not-mean:0", LOSSES, LOSSES.mean()),
    ("shape:not-sum:0", H, H.sum(axis=0)),
    ("shape:not-mean:None", H, H.mean()),
    ("shape:mean:0", LOSSES.mean(), LOSSES),
    ("shape:sum:0", H.sum(axis=0), H),
    ("shape:only-first", LOSSES[0], LOSSES),
    ("shape:repeated", np.broadcast_to(DW, (N, 3, 5)), DW),
    ("shape:lacks:0:last", LOSSES[:-1], LOSSES),
    ("shape:lacks:0:first", H[1:], H),
    ("shape:adds to:0:last", np.append(LOSSES, 0.0), LOSSES),
    ("shape-only:outer", rng.normal(0, 1, (N, N)), LOSSES),
    ("shape-only:transposed", rng.normal(0, 1, (5, 3)), DW),
    ("shape-only:column", rng.normal(0, 1, (N, 1)), LOSSES),
    ("axis:sum:1", H.sum(axis=1), H.sum(axis=0)),
)


@pytest.mark.parametrize(("identity", "actual", "expected"), SHAPES, ids=[one[0] for one in SHAPES])
def test_a_wrong_shape_is_named_by_how_it_comes_about(identity: str, actual: Array, expected: Array) -> None:
    ids = [one.id for one in found(actual, expected, others={"h": H})]
    assert ids[:1] == [identity], ids


def test_what_else_is_wrong_shows_through_a_shape_that_is_easily_mended() -> None:
    assert [one.id for one in found(-DW.T, DW)] == ["sign", "shape-only:transposed"]
    assert found(N * LOSSES[:, None], LOSSES)[0].id == "factor:N"


CONTEXTS: tuple[tuple[str, Any, Any, Mapping[str, Any]], ...] = (
    ("other:state", H, P, {"others": {"state": H}}),
    ("other:state", H, P, {"others": {"state": Z**2}, "own": {"state": H}}),
    ("previous", H, P, {"previous": (H, H)}),
    ("previous", H, P, {"previous": (H, Z**2)}),
    ("accumulated", H + P, P, {"previous": (H, H)}),
    ("in-place:z", np.maximum(Z, 0), Z, {"output": "z"}),
    ("reduction:sum for mean", H.sum(axis=0), H.mean(axis=0), {"others": {"h": H}}),
    ("reduction:variance for standard deviation", H.var(axis=0), H.std(axis=0), {"others": {"h": H}}),
    ("axis:mean:1", H[:4].mean(axis=1), H[:4].mean(axis=0), {"others": {"h": H[:4]}}),
    ("overflow", np.full((N, K), np.nan), P, {"inputs": {"z": 400 * Z}}),
    ("float32", P.astype(np.float32), P, {"tolerance": TIGHT}),
    ("float32", P.astype(np.float32).astype(float), P, {"tolerance": TIGHT}),
    ("far:z", np.where(np.arange(N)[:, None] < 3, H, P), P, {"inputs": {"z": np.where(np.arange(N) < 3, 800.0, 1.0)}}),
    ("unbiased", 0.1 + 0.9 * WIDE.var(axis=0, ddof=1), 0.1 + 0.9 * WIDE.var(axis=0), {}),
    ("own-line:0", H * DW[0, 1:] + 1, H * DW[1, 1:] + DW[2, 1:], {}),
    ("dimension:1/W.shape[1]", DW / 7, DW, {"inputs": {"x": Z, "W": np.ones((4, 7))}}),
    ("nonfinite", np.array(np.inf), LOSSES, {}),
    ("factor:N", LOSSES * 3, LOSSES, {"inputs": {"x": [0.5, 1.5, 2.5], "t": [0, 1, 1]}}),
    ("factor:eps", DW * 1e-3, DW, {"inputs": {"x": Z, "eps": 1e-3}}),
    ("factor:momentum", DW * 0.9, DW, {"inputs": {"x": Z, "momentum": 0.9}}),
)


@pytest.mark.parametrize(
    ("identity", "actual", "expected", "known"), CONTEXTS, ids=[f"{one[0]}-{at}" for at, one in enumerate(CONTEXTS)]
)
def test_what_is_known_of_a_case_names_the_mistake(
    identity: str, actual: Array, expected: Array, known: Mapping[str, Any]
) -> None:
    ids = [one.id for one in found(actual, expected, **known)]
    assert ids[:1] == [identity], ids


def test_far_inputs_are_told_of_with_the_trick_that_helps() -> None:
    one = found(np.full((N, K), np.inf), P, "loss", inputs={"z": 400 * np.eye(6, 4)})[0]
    assert one.text == (
        "Your output `loss` holds inf, and the inputs reach 400: exp overflows there, or log meets 0. Subtract the "
        "greatest of each row first (the log-sum-exp trick), or take a stable form."
    )


def test_the_batch_size_is_read_from_inputs_that_share_it_never_from_parameters() -> None:
    inputs = {"weights": [np.ones((3, 5)), np.ones((3, 2))], "x": Z, "labels": LABELS}
    assert found(DW * 6, DW, inputs=inputs)[0].id == "factor:N"
    assert found(DW * 3, DW, inputs=inputs)[0].id == "dimension:weights[0].shape[0]"
    assert found(DW * 4, DW, inputs={"x": np.ones(4), "W": np.ones((4, 2))})[0].id == "dimension:x.shape[0]"


def test_every_sentence_is_short_and_names_the_output() -> None:
    texts = [one.text for _, actual, expected in SHAPES for one in found(actual, expected, "dW[0]")]
    texts += [one.text for _, actual, expected, known in CONTEXTS for one in found(actual, expected, **known)]
    assert max(map(len, texts)) <= 200
    assert [text for text in texts if not any(name in text for name in ("`dW[0]`", "`y`", "`z`", " z "))] == []


def test_what_a_function_returned_is_called_its_result() -> None:
    assert found(-P, P, "returned")[0].text.startswith("Your result has the opposite sign")
