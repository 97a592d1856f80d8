"""Run what questions 4 and 7 ask for, and print the numbers for your plots. Given: change it as you like.

`python experiments.py synth` is for question 4, `python experiments.py digits` for question 7.
"""

from __future__ import annotations

import sys

import numpy as np
import scalar
import vectorized
from data import load_mnist, load_synth


def synth() -> None:
    """Train the network in plain Python on the synthetic data."""
    (x, t), _, _ = load_synth()
    losses, _ = scalar.train(x.tolist(), t.tolist(), epochs=5, lr=0.01)
    print("loss of each epoch:", losses)


def digits() -> None:
    """Train on digits: three runs that differ in their random numbers only, then several learning rates."""
    (x, t), (x_val, t_val), _ = load_mnist()
    data = x / 255, t, x_val / 255, t_val
    runs = [vectorized.train(*data)[:2] for _ in range(3)]
    training, validation = np.swapaxes(runs, 0, 1)
    print("training loss, mean and deviation:", training.mean(axis=0), training.std(axis=0))
    print("validation loss, mean and deviation:", validation.mean(axis=0), validation.std(axis=0))
    for lr in (0.001, 0.003, 0.01, 0.03):
        print(f"lr {lr}: training and validation loss", *vectorized.train(*data, lr=lr)[:2])


if __name__ == "__main__":
    {"synth": synth, "digits": digits}[sys.argv[1]]()
