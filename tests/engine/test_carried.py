"""Carried-forward marks: one mistake is punished once, and nothing is earned by a stand-in alone.

What each mistake of the catalogues loses, and what it costs, was recorded by `grade regenerate`; most tests look at
that record. A few grade for real.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal
from unittest.mock import Mock

import numpy as np
import pytest

from grader import contradictions, expected, points, regenerate
from grader.course import AssignmentFolder
from grader.engine import judge, plan
from grader.engine.again import Look, as_judged, by_depth, to_be_given
from grader.engine.findings import Findings, Known
from grader.engine.run import Job, grade
from grader.errors import RubricError
from grader.expected import Expected, ExpectedCase
from grader.rubric import Apart, Assignment, Check, Differentiates, Matches, Policy, RubricItem
from grader.sandbox.host import Given, Session, Settings
from grader.sandbox.importing import How
from grader.sandbox.reply import Reply, Value
from grader.score import Carried, CheckResult, ScoreReport
from grader.workspace import workspace
from tests import toy
from tests.diagnose.stored import FOLDERS, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from grader.sandbox.warm import Warm

# --- the catalogues ------------------------------------------------------------------------------------------

# Checks of other items that look at a part once more. With a stand-in in its place nothing of the submission would be
# left for them to look at: they would be earned by handing in nothing.
ONCE_MORE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("cmu_hw1p1", "MLP.backward"): (  # the handout's items of deeper networks
        *(f"{kind}_{name}" for kind in ("first", "second", "third") for name in ("dW", "db")),
        "deep_gradient",
    ),
    ("drexel_hw2", "FullyConnectedLayer"): ("data_connected",),
    ("drexel_hw2", "LogisticSigmoidLayer"): ("data_sigmoid", "remembered"),
    ("drexel_hw2", "LogLoss"): ("data_loss", "data_objective"),
}
FORWARD = "MLP.forward has no stand-in: what its backward finds in the network is kept in the student's own way."
OTHERWISE: Mapping[str, Mapping[str, tuple[str, ...]]] = {  # mistakes that spoil more than one part, and why
    "cmu_hw1p1": {
        FORWARD: (
            "weights_of_its_own", "biases_of_its_own", "first_hidden_assumed", "forward_without_bias",
            "forward_without_last_activation", "forward_with_first_activation", "forward_returns_none",
            "batchnorm_after_activation", "batchnorm_shared", "batchnorm_in_first_layer_only", "eval_flag_inverted",
        ),
    },
    "nyu_hw1": {
        FORWARD: (
            "first_bias_missing", "second_bias_missing", "not_transposed", "f_left_out", "g_left_out", "f_for_g",
            "relu_is_abs", "sigmoid_sign", "output_squeezed", "transposes_in_place", "first_batch_kept",
        ),
        "It is two mistakes, in the losses and in backward.": ("compensating_pair",),
        "It breaks a rule, too, whose price is a penalty.": ("tensor_backward",),
    },
}  # fmt: skip
# Stand-ins for work that is written in another way than the reference, which no mistake in that shows.
OTHER_STYLES = {"vu_a1": {"vectorized.py:backward"}}  # a batch row by row, as in the sample several_mistakes


def cost(rubric: Assignment, lost: Mapping[str, Any], of: Collection[str]) -> float:
    """Return the points that verdicts cost of these checks."""
    known = {check.id: check for check in rubric.checks()}
    return points.total(known[name].points - points.points_of(known[name], lost[name]) for name in of if name in lost)


def follows(check: Check, part: str, rubric: Assignment, lost: Collection[str]) -> bool:
    """Tell whether a check needs a part, or another one that is lost and itself needs that part."""
    if part in check.needs or {*rubric.stand_ins[part]} & {*check.needs}:
        return True
    known = {check.id: check for check in rubric.checks()}
    between = [{*rubric.stand_ins[name]} & {*lost} for name in check.needs if name in rubric.stand_ins]
    return any(tells and all(follows(known[tell], part, rubric, lost) for tell in tells) for tells in between)


def culprits(slug: str, rubric: Assignment, lost: Collection[str]) -> list[str]:
    """Return the parts whose checks are lost, while all other lost checks build on them."""
    known = {check.id: check for check in rubric.checks()}
    return [
        part
        for part, tells in rubric.stand_ins.items()
        if {*lost} & {*tells}
        and all(
            follows(known[name], part, rubric, lost) for name in {*lost} - {*tells} - {*ONCE_MORE.get((slug, part), ())}
        )
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
class TestOneMistakeIsPunishedOnce:
    def test_it_costs_the_points_of_the_part_that_it_is_in(self, folder: AssignmentFolder) -> None:
        slug, rubric = folder.path.name, folder.rubric
        off = []
        for variant in Stored(folder).variants:
            for part in culprits(slug, rubric, variant.lost):
                own = (*rubric.stand_ins[part], *ONCE_MORE.get((slug, part), ()))
                should = cost(rubric, variant.lost, set(own))
                off += [(variant.id, part, variant.costs, should)] if abs(variant.costs - should) > 1e-6 else []
        assert not off, "mistake, part, what it costs, what it should cost"

    def test_each_stand_in_makes_up_for_some_mistake_in_its_part(self, folder: AssignmentFolder) -> None:
        rubric = folder.rubric
        useful = {
            part
            for variant in Stored(folder).variants
            for part in culprits(folder.path.name, rubric, variant.lost)
            if {*variant.lost} - {*rubric.stand_ins[part]}
        }
        assert useful == set(rubric.stand_ins) - OTHER_STYLES.get(folder.path.name, set())

    def test_what_spoils_more_than_a_part_is_listed_with_its_reason(self, folder: AssignmentFolder) -> None:
        slug, rubric = folder.path.name, folder.rubric
        every = {tell for tells in rubric.stand_ins.values() for tell in tells}
        assert {name for names in OTHERWISE.get(slug, {}).values() for name in names} == {
            variant.id
            for variant in Stored(folder).variants
            if every & {*variant.lost} and not culprits(slug, rubric, variant.lost)
        }


# --- which stand-ins a check is given ------------------------------------------------------------------------

# c builds on the parts A and B, b on A; A is what a looks at, B what b does.
BUILT_ON: Mapping[str, frozenset[str]] = {"a": frozenset("A"), "b": frozenset("AB"), "c": frozenset("ABC")}
CHAIN = Assignment(
    "chain",
    title="A chain",
    files=("a.py",),
    total=3,
    stand_ins={"B": ("b",), "A": ("a",)},
    items=(
        RubricItem(
            "all",
            "All",
            (Matches("c", points=1, needs=("A", "B")), Matches("b", points=1, needs=("A",)), Matches("a", points=1)),
        ),
    ),
)
CHECKS = {check.id: check for check in CHAIN.checks()}
KNOWN = Expected([ExpectedCase(name, "one", "public", {}, {"y": np.ones(2)}) for name in CHECKS])


def replies(checks: Iterable[Check], wrong: set[str]) -> dict[plan.Key, Reply]:
    """Return what comes of checks when these parts are wrong."""
    return {
        plan.case_key(check.id, "one"): Reply({"y": Value(np.ones(2) + bool(BUILT_ON[check.id] & wrong))})
        for check in checks
    }


def carried(wrong: str, source: str = "source") -> dict[str, tuple[str, bool]]:
    """Return check -> the stand-ins that it was given, and whether it then passed, when these parts are wrong."""
    look = Look(CHAIN, tuple(CHECKS.values()), KNOWN, source)
    failed = look.failed(replies(CHECKS.values(), set(wrong)))
    found = look.carried(
        [CHECKS[name] for name in failed], lambda checks, names: replies(checks, set(wrong) - {*names})
    )
    return {
        name: ("".join(names), judge.judge(CHECKS[name], KNOWN, came).verdict == "passed")
        for name, (names, came) in found.items()
    }


class TestWhatIsGiven:
    @pytest.mark.parametrize(
        ("wrong", "should"),
        [
            ("", {}),
            ("A", {"b": ("A", True), "c": ("A", True)}),  # B is right, as b shows once A is
            ("B", {"c": ("B", True)}),
            ("AB", {"b": ("A", False), "c": ("BA", True)}),
            ("C", {}),
            ("AC", {"b": ("A", True), "c": ("A", False)}),
            ("ABC", {"b": ("A", False), "c": ("BA", False)}),
        ],
    )
    def test_a_check_is_given_the_parts_that_failed_by_themselves(
        self, wrong: str, should: dict[str, tuple[str, bool]]
    ) -> None:
        assert carried(wrong) == should

    def test_nothing_is_given_where_an_assignment_has_no_stand_ins(self) -> None:
        assert carried("ABC", source="") == {}

    def test_parts_come_before_what_builds_on_them(self) -> None:
        assert [[check.id for check in level] for level in by_depth(list(CHECKS.values()), CHAIN)] == [
            ["a"],
            ["b"],
            ["c"],
        ]

    @pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
    def test_no_check_is_given_what_it_looks_at_itself(self, folder: AssignmentFolder) -> None:
        every = {check.id for check in folder.rubric.checks()}
        for check in folder.rubric.checks():
            given = to_be_given(replace(check, apart=None), folder.rubric, every)
            assert not any(check.id in folder.rubric.stand_ins[name] for name in given)
            again = {name for (_, part), names in ONCE_MORE.items() if part in given for name in names}
            assert check.id not in again


# step takes what slope gives; by the probe `given` it does without.
APART = Assignment(
    "apart",
    title="A step that is judged apart",
    files=("a.py",),
    total=2,
    items=(
        RubricItem(
            "all",
            "All",
            (
                Matches("slope", points=1),
                Matches("step", points=1, needs=("slope",), apart=Apart("given", cases=("two",), given=("a slope",))),
            ),
        ),
    ),
)
SLOPE, STEP = APART.checks()
APART_KNOWN = Expected(
    [
        ExpectedCase(probe, name, "public", {}, {"y": np.ones(2)})
        for probe, name in (("slope", "one"), ("step", "one"), ("given", "one"), ("given", "two"))
    ]
)


class TestApart:
    @staticmethod
    def looked(*wrong: str) -> dict[str, tuple[tuple[str, ...], bool]]:
        """Return what was judged apart, when these probes go wrong, and whether it passed."""

        def run(checks: Iterable[Check]) -> dict[plan.Key, Reply]:
            cases = [case for check in checks for case in plan.cases_of(check, APART_KNOWN)]
            return {
                plan.case_key(case.probe, case.name): Reply({"y": Value(np.ones(2) + (case.probe in wrong))})
                for case in cases
            }

        look = Look(APART, (SLOPE, STEP), APART_KNOWN, "")
        failed = look.failed(run([SLOPE, STEP]))
        again = look.carried(
            [check for check in (SLOPE, STEP) if check.id in failed],
            lambda checks, names: run([as_judged(check, names) for check in checks]),
        )
        judged = {name: judge.judge(STEP.second, APART_KNOWN, came) for name, (_, came) in again.items()}
        return {name: (again[name][0], found.verdict == "passed") for name, found in judged.items()}

    def test_a_check_is_judged_apart_when_a_part_that_it_needs_failed_too(self) -> None:
        assert self.looked("slope", "step") == {"step": (("a slope",), True)}
        assert self.looked("slope", "step", "given") == {"step": (("a slope",), False)}

    def test_and_not_when_it_failed_by_itself_or_passed(self) -> None:
        assert self.looked("step") == self.looked("slope") == self.looked() == {}

    def test_where_there_is_a_stand_in_for_what_failed_that_is_given_and_where_there_is_none_it_is_judged_apart(
        self,
    ) -> None:
        step = replace(STEP, needs=("slope", "Layer"))
        rubric = replace(
            APART,
            stand_ins={"Layer": ("layer",)},
            items=(RubricItem("all", "All", (SLOPE, Matches("layer", points=1), step)),),
        )
        given = {
            words: to_be_given(step, rubric, {"step", *words.split()}) for words in ("layer", "slope", "slope layer")
        }
        assert given == {"layer": ("Layer",), "slope": ("a slope",), "slope layer": ("a slope",)}
        assert as_judged(step, ("Layer",)) == step
        assert as_judged(step, ("a slope",)) == step.second

    def test_a_check_without_hidden_cases_tells_nothing_of_those_that_it_is_judged_on_apart(self) -> None:
        def told(visibility: Literal["public", "hidden"]) -> str:
            case = ExpectedCase("given", "two", visibility, {}, {"y": np.full(2, 0.7391)})
            known = Known(APART, Expected([APART_KNOWN.cases("step")[0], case]))
            attempt = Mock(failure=None, judged={}, judged_again={}, smallest={})
            wrong = Reply({"y": Value(np.zeros(2))})
            attempt.replies = {plan.case_key("step", "one"): wrong}
            attempt.carried = {"step": (("a slope",), {plan.case_key("given", "two"): wrong})}
            found = Findings(known, attempt, [STEP]).results["step"]
            assert isinstance(found, CheckResult)
            assert found.carried
            return found.carried.feedback

        assert "0.7391" in told("public")
        assert told("hidden") == ""

    def test_what_kept_us_from_explaining_a_failure_is_told_by_its_place_and_not_by_the_values_in_it(self) -> None:
        def fail() -> None:
            raise ValueError("expected 0.7391")

        attempt = Mock(failure=None, judged={}, smallest={}, carried={})
        attempt.replies = {plan.case_key("slope", "one"): Reply({"y": Value(np.zeros(2))})}
        found = Findings(Known(APART, APART_KNOWN, fail), attempt, [SLOPE])
        assert found.fault.startswith("ValueError in test_carried.py, line ")

    def test_it_is_judged_on_the_cases_that_the_rubric_names(self) -> None:
        assert [(case.probe, case.name) for case in plan.cases_of(STEP.second, APART_KNOWN)] == [("given", "two")]

    @pytest.mark.parametrize(
        ("apart", "text"),
        [
            (Apart("absent", given=("x",)), "no cases for the probe 'absent'"),
            (Apart("given", cases=("three",), given=("x",)), "has no case 'three'"),
        ],
    )
    def test_a_probe_or_case_that_is_not_there_is_refused(self, apart: Any, text: str) -> None:
        with pytest.raises(RubricError, match=text):
            plan.validate([replace(STEP, apart=apart)], APART_KNOWN, complete=True)

    @pytest.mark.parametrize(
        "apart", [Apart("given", given=()), Apart("", given=("x",)), "given", Apart("given", given=("slope",))]
    )
    def test_it_must_say_what_is_given_and_by_which_probe(self, apart: Any) -> None:
        check = replace(STEP, apart=apart)
        with pytest.raises(RubricError, match=r"apart (must be|gives)"):
            contradictions.refuse(replace(APART, items=(RubricItem("all", "All", (SLOPE, check)),)))

    def test_it_is_refused_where_nothing_is_needed_or_a_gradient_is_judged(self) -> None:
        gradient = Differentiates(
            "step", points=1, needs=("slope",), of="slope", output="y", wrt={"x": "y"}, apart=STEP.apart
        )
        for check, text in ((replace(STEP, needs=()), "say which, in needs"), (gradient, "for Matches and Satisfies")):
            with pytest.raises(RubricError, match=text):
                contradictions.refuse(replace(APART, items=(RubricItem("all", "All", (SLOPE, check)),)))


# --- what a second run counts for ----------------------------------------------------------------------------


class TestPoints:
    @staticmethod
    def earned(verdict: Any, carried: Carried | None) -> float:
        results = {
            name: CheckResult(name, "", "wrong" if name == "c" else "passed", 0.0, 0.0, carried=carried)
            for name in CHECKS
        }
        results["c"] = replace(results["c"], verdict=verdict)
        (item,) = points.of_items(CHAIN, results, points.Given(frozenset(CHECKS)))
        return item.points

    @pytest.mark.parametrize("counts", [1.0, 0.5, 0.0])
    def test_a_pass_with_stand_ins_counts_for_the_fraction_that_the_policy_says(self, counts: float) -> None:
        assert self.earned("wrong", Carried(("A",), "passed", counts)) == 2 + counts

    @pytest.mark.parametrize("verdict", ["wrong", "raised", "consistent", "timed_out", "grader_error"])
    def test_nothing_but_a_pass_counts(self, verdict: Any) -> None:
        assert self.earned("wrong", Carried(("A",), verdict, 1.0)) == 2

    def test_a_check_that_passed_is_worth_its_points_whatever_else_is_known(self) -> None:
        assert self.earned("passed", None) == self.earned("passed", Carried(("A",), "wrong", 0.5)) == 3


# --- graded for real -----------------------------------------------------------------------------------------

STAND_INS = """\
import numpy as np


def loss(x, y, w, b):
    return np.mean((x @ w + b - y) ** 2) / 2


STAND_INS = {"loss": loss}
"""
HALF = "    return 0.5 * np.mean(residual_of_the_line**2)\n"
GRADIENT = "return x.T @ residual_of_the_line / len(x), "
LOSS_WRONG = toy.SOLUTION.replace("return 0.5 * np.mean", "return np.mean")
LOSS_ABSENT = toy.SOLUTION.replace(HALF, "    raise NotImplementedError\n")
BOTH_WRONG = LOSS_WRONG.replace(GRADIENT, "return x.T @ residual_of_the_line, ")
HOSTILE = """
import builtins
builtins.setattr = lambda *_: None
builtins.exec = lambda *_: None
"""
LOSS_POINTS, GRADIENT_POINTS = 1, 3


@pytest.fixture(scope="module")
def carrying(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> AssignmentFolder:
    """Return the toy assignment, with a stand-in for the loss, on which the check of its gradient builds."""
    folder = toy.write(tmp_path_factory.mktemp("carrying"))
    rubric = (folder / "rubric.py").read_text()
    rubric = rubric.replace("total=12,", 'total=12, stand_ins={"loss": ("line_loss",)},')
    rubric = rubric.replace('wrt={"w": "dw", "b": "db"}', 'wrt={"w": "dw", "b": "db"}, needs=("loss",)')
    (folder / "rubric.py").write_text(rubric)
    (folder / "stand_ins.py").write_text(STAND_INS)
    regenerate.write(AssignmentFolder(folder), warm)
    return AssignmentFolder(folder)


class TestOnTheToy:
    @staticmethod
    def graded(folder: AssignmentFolder, warm: Warm, place: Path, source: str, share: float = 1.0) -> ScoreReport:
        graded = AssignmentFolder(folder.path)
        graded.__dict__["rubric"] = replace(folder.rubric, policy=Policy(carried=share))
        job = Job(graded, expected.load(folder), Settings(folder.rubric.limits))
        (report,) = grade(job, warm, [("variant", toy.hand_in(place / "variant", source))])
        assert isinstance(report, ScoreReport)
        assert report.status == "graded"
        return report

    @pytest.mark.parametrize("share", [1.0, 0.5, 0.0])
    def test_what_builds_on_a_wrong_part_earns_what_the_policy_says(
        self, share: float, carrying: AssignmentFolder, warm: Warm, tmp_path: Path
    ) -> None:
        report = self.graded(carrying, warm, tmp_path, LOSS_WRONG, share)
        found = {check.id: check for item in report.items for check in item.checks}["line_gradient"]
        assert (found.verdict, found.carried) == ("wrong", Carried(("loss",), "passed", share))
        assert report.score == toy.POINTS - LOSS_POINTS - GRADIENT_POINTS * (1 - share)

    @pytest.mark.parametrize(
        ("source", "score"),
        [
            (toy.SOLUTION, toy.POINTS),
            (LOSS_ABSENT, toy.POINTS - LOSS_POINTS),
            (BOTH_WRONG, toy.POINTS - LOSS_POINTS - GRADIENT_POINTS),
            (toy.BLANK, 0),
            (BOTH_WRONG + HOSTILE, toy.POINTS - LOSS_POINTS - GRADIENT_POINTS),
            (LOSS_WRONG + HOSTILE, toy.POINTS - LOSS_POINTS - GRADIENT_POINTS),
        ],
        ids=["the solution", "a part is absent", "both are wrong", "blank", "both wrong, hostile", "hostile"],
    )
    def test_a_wrong_part_costs_its_own_points_and_none_are_earned_by_a_stand_in(
        self, source: str, score: float, carrying: AssignmentFolder, warm: Warm, tmp_path: Path
    ) -> None:
        assert self.graded(carrying, warm, tmp_path, source).score == score


# Numerical gradients of deep networks take longer than a check may; the parts themselves are tried on smaller ones.
TOO_SLOW = {"cmu_hw1p1": {"MLP.backward"}}


def one_of_each_training(known: Expected, rubric: Assignment) -> list[ExpectedCase]:
    """Return the cases, of probes that take long the last one only."""
    last = {case.probe: case.name for case in known}
    return [case for case in known if case.probe not in rubric.limits.slow or case.name == last[case.probe]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
def test_the_reference_passes_every_check_that_needs_or_tells_of_a_part_with_all_parts_replaced(
    folder: AssignmentFolder, warm_for: Callable[[AssignmentFolder], Warm]
) -> None:
    """So the stand-ins are right, and fit to what builds on them."""
    rubric = folder.rubric
    known = Expected(one_of_each_training(expected.load(folder), rubric))
    told = {tell for tells in rubric.stand_ins.values() for tell in tells}
    concerned = (check for check in rubric.checks() if check.id in told or {*check.needs} & {*rubric.stand_ins})
    checks = [check for check in concerned if check.points]
    names = tuple(name for name in rubric.stand_ins if name not in TOO_SLOW.get(folder.path.name, ()))
    files = {name: name for name in rubric.files if (folder.solution / name).is_file()}
    code = {name: path for name, path in files.items() if name.endswith(".py")}
    with workspace() as space:
        folder.lay_out(space.submission)
        with Session(warm_for(folder), space, folder.driver, Settings(rubric.limits)) as session:
            loaded = session.load(code, How(defines=rubric.defines, data={name: name for name in files.keys() - code}))
            assert loaded.failure is None
            work = plan.Work(plan.make(checks, known), Given(names, folder.stand_ins))
            work.do(session)
    found = {check.id: judge.judge(check, known, work.replies) for check in checks}
    assert not {name: result.feedback for name, result in found.items() if result.verdict != "passed"}
