"""The smallest counterexample: the first rung of a ladder of tiny cases on which a failed check fails, too."""

from __future__ import annotations

import ast
import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader import expected
from grader.course import AssignmentFolder
from grader.diagnose.record import lay_out
from grader.engine.smallest import MAX_ENTRIES, smallest, written
from grader.expected import Expected, ExpectedCase
from grader.rubric import Differentiates, Forbids, Matches, Satisfies
from grader.rules import finite
from grader.sandbox.host import Call, Session, Settings
from grader.sandbox.importing import How
from grader.sandbox.reply import Failure, Reply, Value
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.mistakes import Mistake
    from grader.rubric import Check
    from grader.sandbox.warm import Warm
    from grader.score import Counterexample

    Probe = Callable[..., Reply]

ROOT = Path(__file__).parents[2]
FOLDERS = [AssignmentFolder(path.parent) for path in sorted(ROOT.glob("reference/*/mistakes.py"))]
WITHOUT_LADDER = ("theory_", "stats_")  # answers in a file; a whole training


def rung(name: str, x: list[float], like: tuple[str, ...] = ()) -> ExpectedCase:
    """Return a rung on which y is the double of x, and dx is 2."""
    given = np.array(x)
    outputs = {"y": 2 * given, "dx": np.full(given.shape, 2.0), "w[0]": given}
    return ExpectedCase("double", name, "public", {"x": given}, outputs, tiny=True, like=like)


LADDER = Expected([rung("one", [1.0]), rung("two", [0.0, 3.0]), rung("far", [1000.0], ("far",))])
DOUBLE = Matches("doubles", probe="double", outputs=("y",))


def reply(**outputs: Any) -> Reply:
    return Reply({name: Value(np.asarray(value)) for name, value in outputs.items()})


def found(probe: Probe, check: Check = DOUBLE, ladder: Expected = LADDER) -> Counterexample | None:
    return smallest(check, ladder, lambda _, inputs: probe(**inputs))


class TestTheRung:
    def test_it_is_the_first_on_which_the_check_fails(self) -> None:
        shown = found(lambda x: reply(y=2 * x + (len(x) - 1)))
        assert shown is not None
        assert (shown.case, shown.inputs, shown.output) == ("two", {"x": "[0, 3]"}, "y")
        assert (shown.actual, shown.expected) == ("[1, 7]", "[0, 6]")
        assert shown.feedback.startswith("All 2 values differ in `y`.")

    def test_there_is_none_where_the_check_passes_on_every_rung_or_has_no_ladder(self) -> None:
        assert found(lambda x: reply(y=2 * x)) is None
        assert found(lambda x: reply(y=x), replace(DOUBLE, probe="other")) is None

    def test_only_rungs_like_the_cases_of_the_check_are_tried(self) -> None:
        def only_far(x: Any) -> Reply:
            return reply(y=2 * x if len(x) > 1 or x[0] < 9 else x)

        assert found(only_far, replace(DOUBLE, cases=("plain_1",))) is None
        for names in [("far",), ("plain_1", "far_2"), ()]:
            shown = found(only_far, replace(DOUBLE, cases=names))
            assert shown is not None
            assert shown.case == "far"

    def test_no_call_is_made_once_the_budget_is_used_up(self) -> None:
        calls: list[str] = []

        def ask(probe: str, _: Mapping[str, Any]) -> Reply | None:
            calls.append(probe)
            return reply(y=math.nan) if len(calls) == 1 else None

        shown = smallest(DOUBLE, LADDER, ask)
        assert shown is not None
        assert shown.case == "one"
        assert len(calls) == 2
        assert smallest(DOUBLE, LADDER, ask) is None

    def test_numbers_are_preferred_to_what_cannot_be_held_against_any(self) -> None:
        shown = found(lambda x: reply(y=x if len(x) > 1 else [math.nan]))
        assert shown is not None
        assert (shown.case, shown.actual) == ("two", "[0, 3]")
        shown = found(lambda x: reply(y=np.full(x.shape, math.inf)))
        assert shown is not None
        assert (shown.case, shown.actual) == ("one", "[inf]")

    def test_a_call_that_ran_into_a_limit_is_the_last(self) -> None:
        calls: list[Any] = []

        def slow(x: Any) -> Reply:
            calls.append(x)
            return Reply(failure=Failure("timed_out", "It took longer than 5 s."))

        shown = found(slow)
        assert shown is not None
        assert (shown.actual, shown.expected, len(calls)) == ("It took longer than 5 s.", "[2]", 1)

    def test_a_gradient_is_held_against_the_reference_s(self) -> None:
        check = Differentiates("slope", probe="double", of="double", output="y", wrt={"x": "dx"})
        shown = found(lambda x: reply(dx=np.ones(len(x))), check)
        assert shown is not None
        assert (shown.case, shown.output, shown.actual, shown.expected) == ("one", "dx", "[1]", "[2]")

    @pytest.mark.parametrize(
        "check", [Satisfies("rule", probe="double", rule=finite("y")), Forbids("calls", calls=("numpy.dot",))]
    )
    def test_other_checks_have_none_and_cost_no_call(self, check: Check) -> None:
        assert found(lambda **_: pytest.fail("a call was made"), check) is None


@pytest.mark.parametrize(
    ("came", "outputs", "actual", "feedback"),
    [
        (reply(), ("y",), "nothing", "`y` was not returned."),
        (Reply({"y": Value(None, "none", "NoneType")}), ("y",), "None", "is None"),
        (Reply({"y": Value(None, "object", "a\x1b[31m" + "b" * 999)}), ("y",), "a?[31mbbbb", "an array is expected"),
        (reply(y=[[2.0, 2.0]]), ("y",), "[[2, 2]]", "has shape (1, 2)"),
        (reply(**{"w[0]": [1.0], "w[1]": [1.0]}), ("w",), "2 entries", "should have 1"),
        (Reply(failure=Failure("raised", "m", "ValueError", "x" * 999)), ("y",), "raised ValueError: xxx", "m"),
        (Reply(failure=Failure("missing", "no double")), ("y",), "no double", "no double"),
        (reply(y=np.zeros((3000, 2))), ("y",), "array of shape (3000, 2): 0.", "has shape"),
        (reply(y=np.zeros((64, 0))), ("y",), "array of shape (64, 0)", "has shape"),
        (reply(y=[2 + 1j]), ("y",), "[2+1j]", "complex"),
    ],
)
def test_whatever_came_out_is_a_short_text(came: Reply, outputs: tuple[str, ...], actual: str, feedback: str) -> None:
    shown = found(lambda **_: came, replace(DOUBLE, outputs=outputs))
    assert shown is not None
    assert shown.case == "one"
    assert shown.actual.startswith(actual)
    assert len(shown.actual) <= 220
    assert feedback in shown.feedback


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([[1.0, -2.0], [0.5, 3.0]]), "[[1, -2], [0.5, 3]]"),
        ([np.array([1.0]), np.array([[-0.0, 1e-7]])], "[[1], [[0, 1e-07]]]"),
        (np.array(1 / 3), "0.333333"),
        (np.array([True, False]), "[True, False]"),
        ([["Sigmoid", None], 3, 0.1], "[['Sigmoid', None], 3, 0.1]"),
    ],
)
def test_values_are_written_as_a_student_can_copy_them(value: Any, text: str) -> None:
    assert written(value) == text


def test_as_many_digits_are_written_as_tell_actual_and_expected_apart() -> None:
    exact = replace(DOUBLE, tolerance=replace(DOUBLE.tolerance, rtol=0.0, atol=1e-12))
    shown = found(lambda x: reply(y=2 * x + 1e-9), exact)
    assert shown is not None
    assert (shown.actual, shown.expected) == ("[2.000000001]", "[2]")


def test_what_the_check_cannot_tell_from_zero_is_written_as_zero() -> None:
    dusty = ExpectedCase("double", "one", "public", {}, {"y": np.array([-2e-9, 3.0])}, tiny=True)
    shown = smallest(DOUBLE, Expected([dusty]), lambda *_: reply(y=[1e-9, 5.0]))
    assert shown is not None
    assert (shown.actual, shown.expected) == ("[0, 5]", "[0, 3]")


def numbers(value: Any) -> Iterator[float]:
    for item in value if isinstance(value, list) else [value]:
        yield from numbers(item) if isinstance(item, list) else [item] if isinstance(item, int | float) else []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
class TestTheLadders:
    def test_every_rung_is_for_paper_and_pencil(self, folder: AssignmentFolder) -> None:
        rungs = [case for case in expected.load(folder, hidden=False).with_tiny() if case.tiny]
        assert rungs
        for case in rungs:
            said = [ast.literal_eval(written(value)) for value in case.inputs.values()]
            for text, value in zip(said, case.inputs.values(), strict=True):
                assert isinstance(text, str) or list(numbers(text)) == list(numbers(plain(value))), case.name
            assert sum(1 for _ in numbers(said)) <= 48, case.name
            assert all(len(f"{number:g}") <= 5 for number in numbers(said)), case.name
            assert all(array.size <= MAX_ENTRIES for array in case.outputs.values()), case.name

    def test_every_check_that_compares_has_a_ladder_whose_budget_suffices(self, folder: AssignmentFolder) -> None:
        known = expected.load(folder, hidden=False)
        for check in folder.rubric.checks():
            if isinstance(check, Matches | Differentiates) and not check.id.startswith(WITHOUT_LADDER):
                assert 1 <= len(known.tiny(check.probes[0], check.cases)) <= 8, check.id

    def test_most_failed_checks_of_a_sample_of_mistakes_have_a_counterexample(
        self, folder: AssignmentFolder, warm_for: Callable[[AssignmentFolder], Warm]
    ) -> None:
        warm, known = warm_for(folder), expected.load(folder, hidden=False)
        laddered = {check.id for check in folder.rubric.checks() if is_laddered(check, known)}
        telling = [mistake for mistake in folder.mistakes if laddered.intersection(mistake.loses)]
        sample = telling[:: math.ceil(len(telling) / 5)]
        gone_up = [shown for one in sample for shown in counterexamples(folder, one, warm, known)]
        assert len(gone_up) >= len(sample) >= 4
        assert sum(shown is not None for shown in gone_up) >= 0.8 * len(gone_up)


def is_laddered(check: Check, known: Expected) -> bool:
    return isinstance(check, Matches) and bool(known.tiny(check.probes[0], check.cases))


def plain(value: Any) -> Any:
    """Return arrays as lists."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [plain(item) for item in value] if isinstance(value, list) else value


def counterexamples(
    folder: AssignmentFolder, mistake: Mistake, warm: Warm, known: Expected
) -> Iterator[Counterexample | None]:
    """Yield what is found for every comparing check with a ladder that a mistake loses."""
    given = {id(case.inputs): case.inputs for case in known.with_tiny()}
    checks = {check.id: check for check in folder.rubric.checks()}
    files = {name: name for name in folder.rubric.files if name.endswith(".py")}
    with workspace() as space:
        lay_out(folder, mistake, space.submission)
        with Session(warm, space, folder.driver, Settings(folder.rubric.limits)) as session:
            session.load(files, How(defines=folder.rubric.defines))
            ask = cache(lambda probe, place: session.probe(probe, [Call(given[place])])[0])
            for check in (checks[name] for name in mistake.loses):
                if is_laddered(check, known):
                    yield smallest(check, known, lambda probe, inputs: ask(probe, id(inputs)))
