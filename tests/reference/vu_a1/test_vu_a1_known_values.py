"""What the handout states about its one point, and about the data, comes out of the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.reference.vu_a1.homework import FOLDER

if TYPE_CHECKING:
    from pathlib import Path
    from types import SimpleNamespace

W = [[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]]
V = [[1.0, 1.0], [-1.0, -1.0], [-1.0, -1.0]]
POINT = ([1.0, -1.0], 0, W, [0.0] * 3, V, [0.0] * 2)
SLOPE = 0.44039853898894116


def test_the_gradients_at_the_point_of_the_handout(scalar: SimpleNamespace) -> None:
    dW, db, dV, dc = scalar.backward(*POINT)
    assert dV == [[-SLOPE, SLOPE]] * 3
    assert dc == [-0.5, 0.5]
    assert dW == [[0.0] * 3] * 2
    assert db == [0.0] * 3


def test_the_same_gradients_with_numpy_for_one_and_for_many(vectorized: SimpleNamespace) -> None:
    x, t, *parameters = POINT
    arrays = [np.array(each) for each in parameters]
    one = vectorized.backward(np.array(x), t, *arrays)
    many = vectorized.backward_batch(np.array([x] * 4), np.full(4, t), *arrays)
    for gradients in (one, many):
        np.testing.assert_allclose(gradients[2], [[-SLOPE, SLOPE]] * 3, rtol=1e-15)
        np.testing.assert_allclose(gradients[3], [-0.5, 0.5], rtol=1e-15)
        assert not gradients[0].any()
        assert not gradients[1].any()


def test_the_first_known_case_is_that_point() -> None:
    known = FOLDER.cases["scalar_backward"][0].inputs()
    x, t, *parameters = POINT
    assert known["x"].tolist() == x
    assert known["t"] == t
    assert [known[name].tolist() for name in "WbVc"] == parameters


def test_the_loss_there_is_that_of_a_coin(scalar: SimpleNamespace) -> None:
    x, t, *parameters = POINT
    _, y = scalar.forward(x, *parameters)
    assert y == [0.5, 0.5]
    assert scalar.loss(y, t) == pytest.approx(np.log(2), rel=1e-15)


def test_of_the_synthetic_training_set_55_82_percent_are_of_class_one(data: SimpleNamespace) -> None:
    (x, t), (x_val, t_val), classes = data.load_synth()
    assert (x.shape, t.shape, x_val.shape, t_val.shape, classes) == ((60000, 2), (60000,), (10000, 2), (10000,), 2)
    assert t.dtype.kind == "i"
    assert round(100 * t.mean(), 2) == 55.82
    assert set(t_val) == {0, 1}


def test_the_synthetic_data_are_those_of_the_stated_formula(data: SimpleNamespace) -> None:
    np.random.seed(0)  # noqa: NPY002 - as the handout states it
    x = np.random.randn(70000, 2)  # noqa: NPY002
    A = np.array([[1, -0.05], [1, 0.4]])
    t = [row @ A @ row > 0.6 for row in x[:500]]
    (given, classes), _, _ = data.load_synth()
    assert np.array_equal(given, x[:60000])
    assert np.array_equal(classes[:500], t)


@pytest.mark.parametrize(("final", "sizes"), [(False, (1297, 250)), (True, (1547, 250))])
def test_digits_come_in_the_form_of_mnist_where_there_is_none(
    data: SimpleNamespace, tmp_path: Path, final: bool, sizes: tuple[int, int]
) -> None:
    (x, t), (x_val, t_val), classes = data.load_mnist(final=final, folder=str(tmp_path))
    assert (x.shape, t.shape, x_val.shape, t_val.shape) == ((sizes[0], 784), sizes[:1], (sizes[1], 784), sizes[1:])
    assert classes == 10
    assert {array.dtype for array in (x, t, x_val, t_val)} == {np.dtype(np.uint8)}
    assert set(t) == set(t_val) == set(range(10))


@pytest.mark.parametrize(("final", "sizes"), [(False, (55000, 5000)), (True, (60000, 10000))])
def test_mnist_is_read_where_it_lies(
    data: SimpleNamespace, tmp_path: Path, final: bool, sizes: tuple[int, int]
) -> None:
    for name, n in (("train", 60000), ("t10k", 10000)):
        labels = (np.arange(n) % 10).astype(np.uint8)
        images = np.zeros((n, 28, 28), np.uint8)
        images[:, 3, 4] = labels
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
            (tmp_path / f"{name}-{kind}-ubyte").write_bytes(head + array.tobytes())
    (x, t), (x_val, t_val), classes = data.load_mnist(final=final, folder=str(tmp_path))
    assert (x.shape, x_val.shape, classes) == ((sizes[0], 784), (sizes[1], 784), 10)
    assert np.array_equal(x[:, 3 * 28 + 4], t)
    assert np.array_equal(x_val[:, 3 * 28 + 4], t_val)
    assert {array.dtype for array in (x, t, x_val, t_val)} == {np.dtype(np.uint8)}
