"""PrairieLearn: the recipe of the external grader's image, and a question that uses it."""

from __future__ import annotations

import html
import json
import uuid
from typing import TYPE_CHECKING

from grader.platforms.packages.kit import ENGINE

if TYPE_CHECKING:
    from grader.platforms.packages.kit import Kit

SPACE = uuid.UUID("5f0c6a7e-2f0b-4c58-9c39-1b6b2a54d7c1")  # of the questions that are made here


def files(kit: Kit) -> dict[str, bytes]:
    """Return file name -> content."""
    return {
        "image/Dockerfile": kit.script("prairielearn-Dockerfile"),
        f"image/{ENGINE}/run.sh": kit.script("prairielearn-run.sh"),
        **{f"image/{name}": data for name, data in kit.whole.items()},
        "question/info.json": _info(kit),
        "question/question.html": kit.script(
            "prairielearn-question.html",
            NAMES=html.escape(",".join(kit.folder.rubric.files)),
            HEADING=html.escape(kit.folder.rubric.title),
        ),
        "README.md": kit.script("prairielearn-README.md"),
    }


def _info(kit: Kit) -> bytes:
    rubric = kit.folder.rubric
    grading = {"enabled": True, "image": kit.image}
    info = {
        "uuid": str(uuid.uuid5(SPACE, rubric.slug)),
        "title": rubric.title,
        "topic": "Neural networks",
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": grading | {"entrypoint": f"/{ENGINE}/run.sh", "timeout": kit.seconds},
    }
    return (json.dumps(info, indent=4) + "\n").encode()
