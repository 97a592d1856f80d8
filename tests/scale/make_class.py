"""A class of any size: sample submissions again and again, each a little different, and now and then a hostile one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.warm import Warm
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
SUBMISSIONS = ROOT / "tests" / "submissions"
EVERY = 25  # submissions there is one that does harm
SLOW = ("hangs_in_training", "trains_at_import", "exits_at_import", "prints_everywhere")  # samples as rare as that
# What costs its own limits only. It goes before a solution; HANGS goes into the first method of one.
HANGS = "loops_in_a_method"
HARM = {
    "loops_at_import": "while True:\n    pass\n",
    HANGS: "        while True: pass\n",
    "aborts": "import os\nos.abort()\n",
    "forks": "import os\nwhile True:\n    os.fork()\n",
    "fills_memory": "kept = []\nwhile True:\n    kept.append(bytearray(1 << 24))\n",
    "fills_disk": "with open('big', 'wb') as file:\n    while True:\n        file.write(b'x' * (1 << 20))\n",
    "prints": "while True:\n    print('x' * 1000)\n",
    "kills_all": "import os, signal\nos.kill(-1, signal.SIGKILL)\n",
    "nests": "x = " + "(" * 5000 + ")" * 5000 + "\n",
}
# Solutions of the small assignment, from right to hopeless.
SMALL = {
    "right": toy.SOLUTION,
    "half_slope": toy.HALF_SLOPE,
    "blank": toy.BLANK,
    "sum_for_mean": toy.SOLUTION.replace("0.5 * np.mean", "0.5 * np.sum"),
    "wrong_shape": toy.SOLUTION.replace("residual_of_the_line.mean(keepdims=True)", "residual_of_the_line.mean()"),
    "slope_as_list": toy.SOLUTION.replace(
        "return 2.0 * self.kept_for_the_slope", "return list(2 * self.kept_for_the_slope)"
    ),
    "forgets": toy.SOLUTION.replace("        self.kept_for_the_slope = x\n", "        pass\n"),
    "syntax_error": toy.SOLUTION.replace("def draw(n):", "def draw(n)"),
}


@dataclass(frozen=True)
class Material:
    """Of what a class is made: name -> the files of a sample, and those that are hostile or slow."""

    course: Path
    slug: str
    samples: Mapping[str, Mapping[str, bytes]]
    rare: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)


def small(place: Path) -> Material:
    """Write a course of one assignment that takes a tenth of a second to grade; return its material."""
    with Warm() as warm:
        toy.write_whole(place, warm)
    samples = {name: {"toy.py": source.encode()} for name, source in SMALL.items()}
    return Material(place, "toy", samples, {name: {"toy.py": with_harm(toy.SOLUTION, name)} for name in HARM})


def real(slug: str) -> Material:
    """Return the sample submissions of an assignment of this course, whole."""
    samples = {path.name: _files(path) for path in sorted((SUBMISSIONS / slug).iterdir()) if path.is_dir()}
    rare = {name: samples.pop(name) for name in SLOW if name in samples}
    right = samples["perfect_terse"]
    file, text = next((file, data.decode()) for file, data in right.items() if b"def forward(self" in data)
    rare |= {name: {**right, file: with_harm(text, name)} for name in HARM}
    return Material(ROOT, slug, samples, rare)


def with_harm(source: str, name: str) -> bytes:
    """Return a solution that does harm: when it is imported, or when its first class computes."""
    if name != HANGS:
        return (HARM[name] + source).encode()
    head, signature, rest = re.split(r"(    def forward\(self.*:\n)", source, maxsplit=1)
    return f"{head}{signature}{HARM[name]}{rest}".encode()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make(folder: Path, count: int, material: Material) -> dict[str, str]:
    """Fill the folder with `count` submissions; return name -> what it is made of."""
    samples, rare, made = list(material.samples), list(material.rare), {}
    files = {**material.samples, **material.rare}
    for number in range(count):
        name = f"student{number:07}"
        harms = number % EVERY == EVERY - 1
        made[name] = rare[number // EVERY % len(rare)] if harms else samples[number % len(samples)]
        for file, data in files[made[name]].items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_varied(file, data, number))
    return made


def _varied(file: str, data: bytes, number: int) -> bytes:
    """Make a file another than its neighbours', without a change of what it does."""
    return data + f"\n# student {number}\n".encode() if file.endswith(".py") else data
