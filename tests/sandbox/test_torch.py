"""Below the boundary with torch: tensors cross as arrays, forks do not hang, gradients stay off, memory counts."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.rubric import Limits
from grader.sandbox.host import Call
from grader.sandbox.warm import Warm
from tests.conftest import opener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.reply import Reply
    from tests.conftest import OpenSession

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="torch not installed here: `make test-torch` runs this"
)
DRIVER = """
import torch
torch.set_grad_enabled(False)
torch.set_default_dtype(torch.float64)

def call(code):
    return {"out": code.f()}

def threads(code):
    return {"out": torch.get_num_threads()}
"""
ONE = """
import torch
one = torch.ones(2, 3)
class Own(torch.Tensor): pass
"""


@pytest.fixture(scope="module")
def sessions() -> Iterator[OpenSession]:
    with Warm(packages=("numpy", "torch")) as parent:
        yield opener(parent)


def answer(sessions: OpenSession, body: str, probe: str = "call", count: int = 1, **more: Any) -> list[Reply]:
    """Return what `def f()` with this body gives, in a session of its own."""
    with sessions(DRIVER, Limits(probe_seconds=5.0, **more), hw1=f"{ONE}\ndef f():\n    {body}") as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        return session.probe(probe, [Call({})] * count)


@pytest.mark.parametrize(
    ("value", "kind", "dtype", "shape"),
    [
        ("torch.tensor(1.5)", "tensor", "f8", ()),
        ("one > 0", "tensor", "?", (2, 3)),
        ("one.half()", "tensor", "f2", (2, 3)),
        ("one.bfloat16()", "tensor", "f4", (2, 3)),
        ("torch.arange(3)", "tensor", "i8", (3,)),
        ("one.T", "tensor", "f8", (3, 2)),
        ("one.clone().requires_grad_(True)", "tensor", "f8", (2, 3)),
        ("torch.nn.Parameter(one)", "tensor", "f8", (2, 3)),
        ("one.as_subclass(Own)", "tensor", "f8", (2, 3)),
        ("(one * 1j).conj()", "tensor", "c16", (2, 3)),
        ("[one, 2 * one]", "list", "f8", (2, 2, 3)),
        ("[torch.nn.Parameter(one)] * 2", "list", "f8", (2, 2, 3)),
        ("[torch.tensor(1.0), 2]", "list", "f8", (2,)),
    ],
)
def test_tensors_cross_as_plain_arrays(
    sessions: OpenSession, value: str, kind: str, dtype: str, shape: tuple[int, ...]
) -> None:
    (reply,) = answer(sessions, f"return {value}")
    found = reply.outputs["out"]
    assert found.array is not None
    assert (found.kind, found.array.dtype, found.array.shape) == (kind, np.dtype(dtype), shape)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("one.to_sparse()", "object", "torch.Tensor of torch.float64 (torch.sparse_coo)"),
        ("one.to('meta')", "object", "torch.Tensor of torch.float64"),
        ("torch.nested.nested_tensor([one, one])", "object", "torch.Tensor of torch.float64"),
        ("torch.quantize_per_tensor(one.float(), 0.1, 0, torch.qint8)", "object", "torch.Tensor of torch.qint8"),
        ("torch.ones(1).expand(10**5, 10**5)", "large", "torch.Tensor of torch.float64"),
        ("[one, torch.ones(3)]", "ragged", "builtins.list"),
        ("torch.float64", "object", "torch.dtype"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_is_no_plain_array_is_described(sessions: OpenSession, value: str, kind: str, said: str) -> None:
    (reply,) = answer(sessions, f"return {value}")
    found = reply.outputs["out"]
    assert (found.array, found.kind, found.type) == (None, kind, said)


def test_a_tensor_that_lies_about_itself_costs_its_own_call_only(sessions: OpenSession) -> None:
    body = "return one.as_subclass(type('L', (torch.Tensor,), {'dtype': property(lambda self: exit())}))"
    (reply,) = answer(sessions, body)
    assert reply.failure is not None
    assert reply.failure.kind == "raised"


def test_forks_compute_at_once_and_with_one_thread(sessions: OpenSession) -> None:
    (reply,) = answer(sessions, "pass", probe="threads")
    np.testing.assert_array_equal(reply.outputs["out"].array, 1)
    replies = answer(sessions, "x = torch.randn(300, 300); return torch.sigmoid(x @ x).sum()", count=3)
    assert [reply.failure for reply in replies] == [None] * 3


def test_torchs_generator_is_seeded_for_each_call(sessions: OpenSession) -> None:
    first, second = answer(sessions, "return torch.randn(4)", count=2)
    np.testing.assert_array_equal(first.outputs["out"].array, second.outputs["out"].array)


def test_autograd_finds_nothing_to_go_back_through(sessions: OpenSession) -> None:
    (reply,) = answer(sessions, "x = torch.ones(2, requires_grad=True); (2 * x).sum().backward(); return x.grad")
    assert reply.failure is not None
    assert "does not require grad" in reply.failure.message


def test_what_torch_imports_late_is_in_sight(sessions: OpenSession) -> None:
    (reply,) = answer(sessions, "import sympy, networkx; return 1")
    assert reply.failure is None


def test_address_space_that_torch_takes_is_not_the_submissions(sessions: OpenSession) -> None:
    fits, too_much = "return torch.ones(150 << 20, dtype=torch.uint8)[:3]", "return torch.ones(900 << 20).sum()"
    assert answer(sessions, fits, memory_mib=600)[0].failure is None
    assert answer(sessions, too_much, memory_mib=600)[0].failure is not None
