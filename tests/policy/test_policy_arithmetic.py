"""Whatever was handed in, and whatever the policy: sums add up, nothing is below 0, worse is never better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from grader import deductions
from grader.points import total
from grader.rubric import Late, Policy
from tests.policy import samples_of_policy as samples

if TYPE_CHECKING:
    from grader.deductions import Ledger
    from grader.handed import HandedIn
    from grader.score import ItemResult, Verdict

FRACTION = st.sampled_from([0.0, 0.05, 0.1, 1 / 3, 0.2, 0.5, 1.0])
STEPS = st.lists(st.tuples(st.integers(1, 99), FRACTION), max_size=3, unique_by=lambda step: step[0])
LATE = STEPS.map(
    lambda steps: tuple(
        Late(hours, fraction)
        for hours, fraction in zip(sorted(h for h, _ in steps), sorted(f for _, f in steps), strict=True)
    )
)
POLICY = st.builds(
    Policy,
    archive=st.sampled_from(["", r"\w+\.zip"]),
    exactly=st.booleans(),
    format=FRACTION,
    missing=st.dictionaries(st.just("theory.pdf"), FRACTION),
    cannot_run=FRACTION,
    late=LATE,
    of=st.sampled_from(["maximum", "earned"]),
    capped=st.booleans(),
    rounding=st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0]),
)
HANDED = st.builds(
    samples.given,
    files=st.sampled_from([("mlp.py", "theory.pdf"), ("mlp.py",), ("mlp.py", "x.py"), ("mlp.py", "theory.pdf", "y")]),
    archive=st.sampled_from(["", "a.zip", "a b.zip"]),
    ran=st.booleans(),
    times=st.floats(-9, 200).map(samples.late),
)
POINTS = st.integers(0, 5000).map(lambda hundredths: hundredths / 100)
VERDICT: st.SearchStrategy[Verdict] = st.sampled_from(["passed", "wrong"])


def settled(policy: Policy, handed: HandedIn, theory: float, extra: float, rules: Verdict) -> Ledger:
    rubric = replace(samples.RUBRIC, policy=policy)
    return deductions.settle(rubric, all_items(theory, extra), samples.results(rules=rules), handed)


def all_items(theory: float, extra: float) -> tuple[ItemResult, ...]:
    bonus = replace(samples.items()[0], id="bonus", points=extra, max_points=50.0, extra=True)
    return (*samples.items(theory), bonus)


@settings(deadline=None)
@given(POLICY, HANDED, POINTS, POINTS, VERDICT)
def test_items_penalties_and_adjustments_add_up_to_the_score(
    policy: Policy, handed: HandedIn, theory: float, extra: float, rules: Verdict
) -> None:
    ledger = settled(policy, handed, theory, extra, rules)
    steps = [step.points for step in (*ledger.penalties, *ledger.adjustments)]
    assert total([*(item.points for item in all_items(theory, extra)), *steps]) == ledger.left


@settings(deadline=None)
@given(POLICY, HANDED, POINTS, POINTS, VERDICT)
def test_no_score_is_below_0_and_only_extra_credit_lifts_one_above_the_maximum(
    policy: Policy, handed: HandedIn, theory: float, extra: float, rules: Verdict
) -> None:
    ledger = settled(policy, handed, theory, extra, rules)
    assert ledger.most == 100.0
    assert 0 <= ledger.left <= ledger.most + (0 if policy.capped else extra + policy.rounding)


@settings(deadline=None)
@given(POLICY, HANDED, POINTS, POINTS, VERDICT)
def test_each_step_is_one_line_takes_nothing_negative_and_stands_in_the_documented_order(
    policy: Policy, handed: HandedIn, theory: float, extra: float, rules: Verdict
) -> None:
    ledger = settled(policy, handed, theory, extra, rules)
    order = ["no_autograd", "policy:missing", "policy:format", "policy:cannot_run", "policy:late"]
    ids = [step.id for step in ledger.penalties]
    assert ids == sorted(set(ids), key=order.index)
    assert all(step.points <= 0 for step in ledger.penalties)
    assert [step.id for step in ledger.adjustments] in (
        [], ["policy:extra_credit"], ["policy:rounding"], ["policy:extra_credit", "policy:rounding"],
    )  # fmt: skip


@settings(deadline=None)
@given(POLICY, HANDED, POINTS, POINTS)
def test_worse_is_never_better(policy: Policy, handed: HandedIn, theory: float, extra: float) -> None:
    best = settled(policy, replace(samples.RIGHT, archive="a.zip"), theory, extra, "passed").left
    assert settled(policy, handed, theory, extra, "passed").left <= best
    assert settled(policy, handed, theory, extra, "wrong").left <= settled(policy, handed, theory, extra, "passed").left


@settings(deadline=None)
@given(POLICY, HANDED, POINTS, POINTS, st.floats(0, 100))
def test_later_is_never_better_and_more_points_are_never_worse(
    policy: Policy, handed: HandedIn, theory: float, extra: float, more: float
) -> None:
    hours = handed.times.hours_late or 0.0
    later = replace(handed, times=samples.late(hours + more))
    now = settled(policy, handed, theory, extra, "passed").left
    assert settled(policy, later, theory, extra, "passed").left <= now
    assert settled(policy, handed, 50.0, extra, "passed").left >= now


@settings(deadline=None)
@given(POLICY.map(lambda policy: replace(policy, of="maximum", capped=False, rounding=0.0)), HANDED, POINTS, VERDICT)
def test_fractions_of_the_maximum_come_to_the_same_in_any_order(
    policy: Policy, handed: HandedIn, theory: float, rules: Verdict
) -> None:
    ledger = settled(policy, handed, theory, 0.0, rules)
    fractions = [0.5] if rules == "wrong" else []
    lost = "theory.pdf" not in handed.files
    fractions += [policy.missing.get("theory.pdf", 0.0)] if lost else []
    surplus = policy.exactly and (len(handed.files) > 2 or "x.py" in handed.files)
    wrong_name = bool(policy.archive) and handed.archive == "a b.zip"
    absent = policy.exactly and lost and "theory.pdf" not in policy.missing
    fractions += [policy.format] if surplus or wrong_name or absent else []
    fractions += [] if handed.ran else [policy.cannot_run]
    hours = handed.times.hours_late or 0.0
    step = next((step for step in policy.late if hours <= step.hours), None)
    fractions += [(step.fraction if step else 1000.0)] if hours and policy.late else []
    assert abs(ledger.left - max(0.0, 50 + theory - 100 * sum(fractions))) < 1e-4


@settings(deadline=None)
@given(POINTS, VERDICT)
def test_without_a_policy_nothing_but_rules_counts(theory: float, rules: Verdict) -> None:
    handed = samples.given(files=(), archive="?", ran=False, times=samples.late(1000))
    ledger = settled(Policy(), handed, theory, 0.0, rules)
    assert ledger.left == max(0.0, total([50 + theory, -50 if rules == "wrong" else 0]))
