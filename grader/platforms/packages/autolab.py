"""Autolab: the Makefile, the tar, the list of problems, and what the image of the grading machine needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.platforms.packages.kit import ENGINE, tarred
from grader.platforms.results.autolab import problems
from grader.platforms.results.plain import number

if TYPE_CHECKING:
    from grader.platforms.packages.kit import Kit


def files(kit: Kit) -> dict[str, bytes]:
    """Return file name -> content."""
    run = {f"{ENGINE}/run.sh": kit.script("autolab-run.sh")}
    image = {f"image/{ENGINE}/{name}": data for name, data in kit.engine.items()}
    return {
        "autograde-Makefile": kit.script("autolab-Makefile"),
        "autograde.tar": tarred(run | kit.whole),
        "problems.yml": _problems(kit).encode(),
        "image/Dockerfile": kit.script("autolab-Dockerfile"),
        **image,
        "README.md": kit.script("autolab-README.md"),
    }


def _problems(kit: Kit) -> str:
    lines = ["# The problems to define on the site, by these very names. Those without a check are marked by hand."]
    lines += ["problems:"]
    for name, points in problems(kit.folder.rubric).items():
        lines += [f"  - name: {json.dumps(name)}", f"    max_score: {number(points)}"]
    return "\n".join(lines) + "\n"
