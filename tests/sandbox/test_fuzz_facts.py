"""Facts of a scan are a stranger's words: whatever JSON they are, a submission is located, judged and reported."""

from __future__ import annotations

import contextlib
import copy
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from grader.engine import attempt, forbidden, plan
from grader.report import as_html, as_json, as_text
from grader.rubric import Assignment, Forbids, RubricItem
from grader.sandbox import facts
from grader.sandbox.host import Loaded
from grader.score import CheckResult, ItemResult, ScoreReport
from grader.submission import Unpacked
from tests.sandbox.frames import JSON, changed, fuzzed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHECK = Forbids("plain", imports=("torch",), calls=("eval", ".backward"), penalty=0.5)
RUBRIC = Assignment(
    "a",
    title="",
    files=("hw1.py", "mlp.py"),
    defines={"hw1.py": ("f", "g")},
    total=0,
    items=(RubricItem("rules", "Rules", (CHECK,)),),
)
FILES = ("hw1.py", "mlp.py", "lib/loss.py")
HONEST: dict[str, Any] = {
    "ok": True,
    "encoding": "utf-8",
    "notes": [],
    "truncated": False,
    "imports": [{"module": "torch.nn", "members": ["torch.nn.Linear"], "names": ["Linear"], "line": 3, "used": True}],
    "calls": [{"name": "eval", "line": 9}],
    "classes": {"A": {"line": 1, "methods": {"forward": 2}}},
    "functions": {"f": 5, "g": 6},
}
UNREADABLE = dict(HONEST, ok=False, error={"message": "invalid syntax", "line": 3, "column": 7, "source": "def f("})


class Scanned:
    """A session of which only the scan is asked."""

    level, layers = "process", ()

    def __init__(self, said: Mapping[str, Any]):
        self.said = said

    def scan(self) -> Mapping[str, Any]:
        return self.said

    def load(self, *_: Any) -> Any:
        return Loaded(None)


def attempted(said: Mapping[str, Any]) -> attempt.Attempt:
    @contextlib.contextmanager
    def opened() -> Iterator[Any]:
        yield Scanned(said)

    handed_in = Unpacked(Path("hw"), "hw", FILES, (), "0" * 64)
    return attempt.run(handed_in, opened, RUBRIC, plan.Plan())  # type: ignore[arg-type]


def reported(made: attempt.Attempt) -> CheckResult:
    """Judge and print in every format what an attempt gave."""
    check = forbidden.judge(CHECK, made.facts, made.files.values())
    item = ItemResult("rules", "Rules", 0.0, 0.0, checks=(check,))
    report = ScoreReport(
        "a", "", "s", 0.0, 0.0, "graded", made.level, {}, (item,), problem=made.problem, notes=made.notes
    )
    text = as_json.to_json(report)
    assert as_json.from_json(text).notes == made.notes
    assert len(text) < 200_000
    as_html.to_html(report).encode()
    as_text.to_text(report, colour=True).encode()
    return check


MUTATED = st.sampled_from([HONEST, UNREADABLE]).flatmap(lambda said: changed(copy.deepcopy(said)))


@fuzzed(100)
@given(st.fixed_dictionaries(dict.fromkeys(FILES, JSON | MUTATED)))
def test_facts_of_any_form_end_in_a_report(said: dict[str, Any]) -> None:
    reported(attempted(said))


@fuzzed(100)
@given(MUTATED)
def test_facts_that_were_tampered_with_never_vouch_for_a_file(said: Any) -> None:
    taken = facts.taken({"hw1.py": said}, ["hw1.py"])["hw1.py"]
    assert taken == {} or set(taken) - {"error"} == {"ok", "truncated", "imports", "calls", "classes", "functions"}
    if not taken:
        assert forbidden.judge(CHECK, {"hw1.py": taken}, ["hw1.py"]).verdict == "wrong"


def test_honest_facts_are_taken_as_they_are() -> None:
    assert forbidden.judge(CHECK, facts.taken({"hw1.py": HONEST}, ["hw1.py"]), ["hw1.py"]).feedback == (
        "Not allowed here: hw1.py, line 3: imports torch.nn; hw1.py, line 9: calls eval."
    )
    made = attempted(dict.fromkeys(FILES, UNREADABLE))
    assert made.problem is not None
    assert (made.problem.line, made.problem.caret, made.problem.source) == (3, 7, "def f(")


def test_thousands_of_files_that_import_each_other_are_judged_in_no_time() -> None:
    names = [f"m{number}.py" for number in range(3000)]
    words = [{"module": name[:-3], "members": [], "line": 1, "used": True} for name in names[:1000]]
    said = {name: dict(HONEST, imports=words) for name in names}
    started = time.monotonic()
    assert forbidden.reachable(said, names[:1]) == set(names[:1000])
    assert time.monotonic() - started < 5


def test_a_thousand_unused_imports_are_a_few_notes() -> None:
    unused = [{"module": "torch", "members": [], "line": line, "used": False} for line in range(1000)]
    assert len(forbidden.judge(CHECK, {"hw1.py": dict(HONEST, imports=unused)}, ["hw1.py"]).notes) == 5
