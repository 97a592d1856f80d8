"""A class of any size: sample submissions again and again, each a little different, and now and then a hostile one."""

from __future__ import annotations

import shutil
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "submissions" / "cmu_hw1p1"
EVERY = 25  # submissions there is one that does harm
SLOW = ("hangs_in_training", "trains_at_import", "exits_at_import", "prints_everywhere")  # samples as rare as that
# What costs its own limits only.
HARM = {
    "loops_at_import": "while True:\n    pass\n",
    "loops_in_forward": "    def forward(self, Z):\n        while True: pass\n",
    "aborts": "import os\nos.abort()\n",
    "forks": "import os\nwhile True:\n    os.fork()\n",
    "fills_memory": "kept = []\nwhile True:\n    kept.append(bytearray(1 << 24))\n",
    "fills_disk": "with open('big', 'wb') as file:\n    while True:\n        file.write(b'x' * (1 << 20))\n",
    "prints": "while True:\n    print('x' * 1000)\n",
    "kills_all": "import os, signal\nos.kill(-1, signal.SIGKILL)\n",
    "nests": "x = " + "(" * 5000 + ")" * 5000 + "\n",
}


def make(folder: Path, count: int) -> dict[str, str]:
    """Fill the folder with `count` submissions; return name -> what it is made of."""
    samples = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir() and path.name not in SLOW)
    harm = [*HARM, *SLOW]
    made = {}
    for number in range(count):
        name = f"student{number:07}"
        rare = number % EVERY == EVERY - 1
        made[name] = harm[number // EVERY % len(harm)] if rare else samples[number % len(samples)]
        if made[name] in HARM:
            _write_harm(folder / name, HARM[made[name]], number)
        else:
            shutil.copytree(SAMPLES / made[name], folder / name)
            _vary(folder / name, number)
    return made


def _write_harm(folder: Path, source: str, number: int) -> None:
    folder.mkdir(parents=True)
    text = (SAMPLES / "perfect_terse" / "hw1.py").read_text()
    first = "    def forward(self"
    spoilt = text.replace(first, source + first, 1) if source.startswith(" ") else source + text
    (folder / "hw1.py").write_text(f"{spoilt}\n# {number}\n")


def _vary(folder: Path, number: int) -> None:
    """Make the files of a sample others than its neighbours', without a change of what they do."""
    for path in folder.rglob("*.py"):
        with path.open("ab") as file:
            file.write(f"\n# student {number}\n".encode())
