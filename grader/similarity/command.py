"""What `grade similar` does: show what submissions have in common, and lay their code out for other programs."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.batch import counted
from grader.batch.gradebook import Gradebook
from grader.classpage.as_json import encodable_json
from grader.errors import UsageError
from grader.report.escape import one_line
from grader.similarity import export, sources, tokens
from grader.similarity.as_text import MEANING, to_text, tokens_to_text
from grader.similarity.collect import collect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.similarity.evidence import Findings

FORMAT = 1


def similar(gradebook: Path, options: Mapping[str, Any]) -> None:
    """Print what the submissions of a class have in common.

    Raises:
        UsageError: code is to be compared or laid out, and it is not said where the submissions are.
    """
    place, source = options["export"], options["source"]
    if source is None and (place or options["tokens"]):
        raise UsageError("The gradebook holds no code: name the platform's download with --from.")
    if place and place.exists():
        raise UsageError(f"{place} is there already. {export.ADVICE}")
    if options["tokens"]:
        tokens.ready()
    with Gradebook(gradebook, make=False) as book:
        slug = counted.assignment(book, options["assignment"])
        found, files = collect(book, slug, options["attempt"])
    code = dict(sources.read(source, options["layout"], found.works, files)) if source else {}
    starter = sources.starter(options["course"], slug) if source else {}
    alike = _alike(code, starter) if options["tokens"] else None
    key = export.write(place, found.works, code, starter, anonymous=options["anonymous"]) if place else None
    if options["as_json"]:
        tree = {"format": FORMAT, "meaning": MEANING, "assignment": slug, **_tree(found)}
        print(encodable_json(tree | ({} if alike is None else {"tokens": [asdict(one) for one in alike]})), end="")
    else:
        print(to_text(found, slug) + ("" if alike is None else tokens_to_text(alike, found.works)), end="")
    absent = [work.submission for number, work in enumerate(found.works) if source and not code.get(number)]
    lines = (
        f"Code: {place}" if place else "",
        f"Who is who: {key}" if key else "",
        f"No code of {len(absent)} in {source}, as it was graded: {', '.join(absent[:10])}" if absent else "",
    )
    for line in filter(None, lines):
        # Beside JSON only JSON may stand on standard output.
        print(one_line(line), file=sys.stderr if options["as_json"] else sys.stdout)


def _tree(found: Findings) -> dict[str, Any]:
    tree = asdict(found)
    tree["works"] = [work | {"mistakes": sorted(work["mistakes"])} for work in tree["works"]]
    return tree


def _alike(code: Mapping[int, Mapping[str, bytes]], starter: Mapping[str, bytes]) -> list[tokens.Alike]:
    texts = {place: _text(files) for place, files in code.items() if files}
    return tokens.compare(texts, [data.decode(errors="replace") for data in starter.values()])


def _text(files: Mapping[str, bytes]) -> str:
    return "\n".join(data.decode(errors="replace") for _, data in sorted(files.items()))
