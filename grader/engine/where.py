"""Where in a submission the code is that a check is about, by the names in the check's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.score import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.engine.attempt import Attempt
    from grader.rubric import Assignment

# "Linear.forward", "mean(": a name alone is taken for one only where the assignment asks for it.
_NAMES = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?\(?")


def defined(title: str, rubric: Assignment, attempt: Attempt) -> Location | None:
    """Return where the first name of a title is defined in the files handed in; None when no name of it is."""
    asked = {name for names in rubric.defines.values() for name in names}
    for word in _NAMES.findall(title):
        name = word.rstrip("(")
        if name.partition(".")[0] in asked or word != name:
            found = next(_definitions(name, attempt), None)
            if found is not None:
                return found
    return None


def _definitions(name: str, attempt: Attempt) -> Iterator[Location]:
    owner, _, method = name.partition(".")
    for path in dict.fromkeys((*attempt.files.values(), *attempt.facts)):
        facts = attempt.facts.get(path, {})
        found = facts.get("classes", {}).get(owner)
        if found is not None:
            inner = found["methods"].get(method)
            yield Location(name if inner else owner, path, inner or found["line"])
        elif owner in facts.get("functions", {}):
            yield Location(owner, path, facts["functions"][owner])
        elif not method:
            having = [cls for cls, entry in facts.get("classes", {}).items() if name in entry["methods"]]
            if len(having) == 1:  # else it might be any
                yield Location(f"{having[0]}.{name}", path, facts["classes"][having[0]]["methods"][name])
