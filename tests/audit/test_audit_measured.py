"""What measurements say: rounding, right styles, near mistakes, stubs and times against their bounds."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from grader.audit import closest, judged, ratios, rounding
from grader.audit.closest import Nearest
from grader.audit.findings import Bounds
from grader.audit.judged import Margin
from grader.audit.trials import Trial
from grader.audit.whole import Measured
from grader.closeness import measure
from grader.diagnose import prints
from grader.diagnose.catalogue import Catalogue, Variant
from grader.expected import Expected, ExpectedCase
from grader.rubric import FLOAT64, Assignment, Differentiates, Limits, Matches, RubricItem, Satisfies
from grader.rules import finite
from grader.sandbox.reply import Reply, Value

BOUNDS = Bounds()
FULL = Trial("reference", 4.0, 4.0, {"part": "passed"}, {"part": 0.0}, {"part": 0.1}, {"part": 0.2}, 1.0)
X = np.array([0.5, 2.0, 3.5])
CASE = ExpectedCase("part", "small", "public", {"x": X, "n": 3.0}, {"y": X * 2})
EXPECTED = Expected([CASE])
PART = Matches("part", points=4, outputs=("y",))
RUBRIC = Assignment("s", title="S", files=("s.py",), total=4, items=(RubricItem("i", "I", (PART,)),))


def of_margin(**measured: object) -> list[str]:
    margin = replace(Margin("part"), **measured)  # type: ignore[arg-type]
    return [one.id for one in judged.of_margin(margin, BOUNDS)]


@pytest.mark.parametrize(
    ("measured", "finding"),
    [
        ({"noise": 0.11}, "rounding:part"),
        ({"elsewhere": 0.11}, "rounding:part"),
        ({"right": 0.51, "sample": "terse"}, "right:part"),
        ({"nearest": Nearest("slip", 9.9, True)}, "near:part"),
        ({"slowest": 2.6, "limit": 5.0}, "time:part"),
    ],
)
def test_what_comes_too_near_to_a_bound_is_found(measured: dict[str, object], finding: str) -> None:
    assert of_margin(**measured) == [finding]


def test_what_stays_inside_its_bounds_is_not_found_nor_single_precision_ever() -> None:
    inside = {"noise": 0.09, "elsewhere": 0.0, "right": 0.4, "nearest": Nearest("slip", 11.0), "slowest": 2.0}
    assert not of_margin(**inside, limit=5.0, single=1e6)


def test_a_check_that_rounding_alone_makes_fail_is_found_whatever_its_kind() -> None:
    assert [one.id for one in judged.of_margin(Margin("curve"), BOUNDS, unsteady=True)] == ["rounding:curve"]


def test_the_reference_must_pass_everything_without_a_note() -> None:
    wrong = replace(FULL, verdicts={"part": "wrong"}, notes=("It is a list.",))
    assert [one.id for one in judged.of_reference(wrong)] == ["reference:part", "reference:notes"]


@pytest.mark.parametrize(
    ("name", "earned", "is_found"), [("blank", 0.1, True), ("nan", 0.4, False), ("nan", 0.5, True)]
)
def test_the_starter_code_earns_nothing_and_a_stub_a_tenth_at_most(name: str, earned: float, *, is_found: bool) -> None:
    found = list(judged.of_stubs([replace(FULL, name=name, earned=earned)], BOUNDS))
    assert [one.id for one in found] == ([f"stub:{name}"] if is_found else [])


def test_a_perfect_sample_that_loses_a_check_is_found() -> None:
    lost = replace(FULL, name="terse", earned=0.0, verdicts={"part": "wrong"})
    (found,) = judged.of_samples([lost, FULL])
    assert found.id == "sample:terse"
    assert "it loses part" in found.text


def measured(**changed: object) -> Measured:
    return replace(Measured(FULL, (), (FULL,), FULL, FULL, ()), **changed)  # type: ignore[arg-type]


def test_a_margin_takes_the_worst_of_noise_and_of_right_work() -> None:
    worse = replace(FULL, name="terse", used={"part": 0.3})
    (margin,) = judged.margins(RUBRIC, measured(noise=(FULL, worse), samples=(FULL, worse)))
    assert (margin.noise, margin.right, margin.sample) == (0.3, 0.3, "terse")
    assert (margin.slowest, margin.limit) == (0.1, Limits().probe_seconds)


def test_a_reference_that_needs_half_the_time_of_a_submission_is_found() -> None:
    slow = measured(reference=replace(FULL, in_all=61.0))
    assert [one.id for one in judged.findings(RUBRIC, slow, judged.margins(RUBRIC, slow), BOUNDS)] == [
        "time:submission"
    ]


class TestErrorOverAllowed:
    def reply(self, *values: float) -> dict[tuple[str, ...], Reply]:
        return {("case", "part", "small"): Reply({"y": Value(np.array(values))})}

    def test_it_is_the_greatest_over_all_entries(self) -> None:
        allowed = FLOAT64.atol + FLOAT64.rtol * 4.0
        assert ratios.of(PART, EXPECTED, self.reply(1.0, 4.0 + 3 * allowed, 7.0)) == pytest.approx(3.0)

    @pytest.mark.parametrize("values", [(1.0, 4.0), (1.0, 4.0, math.nan), ()])
    def test_it_is_infinite_where_nothing_can_be_compared(self, values: tuple[float, ...]) -> None:
        assert ratios.of(PART, EXPECTED, self.reply(*values)) == math.inf

    def test_a_rule_has_none(self) -> None:
        assert ratios.of(Satisfies("curve", rule=finite("y")), EXPECTED, {}) is None


class TestRounding:
    def test_noise_moves_every_number_by_a_few_units_in_its_last_place_at_most(self) -> None:
        noisy = rounding.disturbed(EXPECTED, 1).cases("part")[0].inputs["x"]
        off = np.abs(noisy - X) / X
        assert 0 < off.max() <= 4.5 * np.finfo(np.float64).eps

    def test_whole_numbers_and_ties_stay_what_they_are(self) -> None:
        tied = np.array([[0.1, 1.0, 7.3], [0.1, 0.0, 9.9]])
        case = replace(CASE, inputs={"x": tied, "labels": np.arange(3), "n": 3.0, "words": ["a", None]})
        inputs = rounding.disturbed(Expected([case]), 1).cases("part")[0].inputs
        assert inputs["x"][0, 0] == inputs["x"][1, 0] != 0.1
        assert np.array_equal(inputs["x"][:, 1], [1.0, 0.0])
        assert (inputs["n"], inputs["words"], inputs["labels"].dtype.kind) == (3.0, ["a", None], "i")

    def test_single_precision_keeps_shapes_and_outputs(self) -> None:
        (case,) = rounding.single(EXPECTED).cases("part")
        assert (case.inputs["x"].dtype, case.inputs["x"].shape) == (np.float32, X.shape)
        assert case.outputs is CASE.outputs


class TestNearestMistake:
    def catalogue(self, *apart: float) -> Catalogue:
        """Return variants whose y is off by so many times what is allowed, in one entry."""
        return Catalogue(tuple(self.variant(f"m{place}", times) for place, times in enumerate(apart)))

    def variant(self, name: str, times: float) -> Variant:
        wrong = X * 2 + np.array([0.0, times * (FLOAT64.atol + FLOAT64.rtol * 4.0), 0.0])
        return Variant(name, "", wrong={("part", "small"): {"y": prints.of_array(wrong)}}, lost={"part": "wrong"})

    @pytest.mark.parametrize("times", [1.5, 40.0, 1e6])
    def test_an_estimate_is_within_a_few_times_the_quotient_of_the_norms(self, times: float) -> None:
        found = closest.estimated([PART], self.catalogue(times), EXPECTED)["part"]
        allowed = FLOAT64.atol + FLOAT64.rtol * np.abs(X * 2)
        exact = times * allowed[1] / np.linalg.norm(allowed)
        assert exact / 4 < found[0].ratio < exact * 2.5

    def test_what_seems_near_is_measured_and_what_is_far_is_not(self) -> None:
        found = closest.estimated([PART], self.catalogue(20.0, 1e6), EXPECTED)
        assert closest.to_measure(found, 10.0) == {"m0": ["part"]}

    def test_a_measured_ratio_takes_the_place_of_the_estimate(self) -> None:
        found = {"part": [Nearest("m0", 5.0), Nearest("m1", 400.0)]}
        assert closest.measured(found, {("m0", "part"): 20.0})["part"] == Nearest("m0", 20.0, True)

    def test_a_mistake_that_does_not_fail_by_its_values_is_left_out(self) -> None:
        found = {"part": [Nearest("m0", 0.0), Nearest("m1", 400.0)]}
        assert closest.measured(found, {("m0", "part"): 0.0})["part"] == Nearest("m1", 400.0)

    def test_prints_tell_nothing_of_a_gradient_whose_forward_pass_is_wrong(self) -> None:
        check = Differentiates("slope", probe="part", of="part", output="y", wrt={"x": "dx"})
        variant = replace(self.variant("m", 5.0), lost={"slope": "wrong"})
        assert closest.Estimates(EXPECTED).of(check, variant) is None

    def test_an_estimate_is_no_more_than_the_greatest_error_over_allowed_but_for_chance(self) -> None:
        rng, right = np.random.default_rng(3), np.linspace(1.0, 2.0, 50)
        wrong = right + rng.normal(size=50) * 1e-4
        estimate = closest.ratio(
            prints.of_array(wrong), prints.of_array(right), float(np.linalg.norm(1e-8 + 1e-6 * right))
        )
        assert estimate < 2.5 * measure(wrong, right, FLOAT64).greatest
