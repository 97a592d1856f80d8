"""Which mistakes are named for failed checks: those alone that explain all that was seen, the likeliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.diagnose import catalogue, observations, prints
from grader.diagnose.catalogue import Catalogue, Variant
from grader.diagnose.name import MAX_NAMED, Matcher, all_of, known
from grader.diagnose.prints import END, Print, of_array
from grader.expected import Expected, ExpectedCase
from grader.rubric import Matches
from grader.score import Carried, CheckResult, Diagnosis

if TYPE_CHECKING:
    from pathlib import Path

RIGHT = np.array([1.0, 2.0, 3.0])
CASES = [ExpectedCase("f", name, "public", {}, {"y": RIGHT * k, "dy": RIGHT + k}) for k, name in ((1, "a"), (2, "b"))]
EXPECTED = Expected(CASES, "sha")
VALUE = Matches("value", "f gives y", probe="f", outputs=("y",))
SLOPE = Matches("slope", "f gives dy", probe="f", outputs=("dy",))
CHECKS = [VALUE, SLOPE]


def wrong(**outputs: float) -> dict[tuple[str, str], dict[str, Print]]:
    """Return the prints of outputs that are `factor` times what is right, in both cases."""
    return {
        ("f", case.name): {
            name: of_array(np.asarray(case.outputs[name], dtype=np.float64) * by) for name, by in outputs.items()
        }
        for case in CASES
    }


def variant(name: str, lost: str, **outputs: float) -> Variant:
    return Variant(name, f"Your {name}.", "", wrong(**outputs), dict.fromkeys(lost.split(), "wrong"))


def named(
    variants: list[Variant], seen: dict[tuple[str, str], dict[str, Print]], **verdicts: str
) -> dict[str, list[str]]:
    observed = {
        ("f", case.name): {name: of_array(array) for name, array in case.outputs.items()}
        | seen.get(("f", case.name), {})
        for case in CASES
    }
    observed = {
        call: {name: one for name, one in outputs.items() if one.tag != prints.ABSENT}
        for call, outputs in observed.items()
    }
    matcher = Matcher(Catalogue(tuple(variants), "sha"), EXPECTED, observed)
    found = known(CHECKS, {"value": "passed", "slope": "passed"} | verdicts, matcher)
    return {check: [one.id for one in diagnoses] for check, diagnoses in found.items()}


def test_a_mistake_is_named_where_the_outputs_are_its_own() -> None:
    twice, half = variant("twice", "value", y=2.0), variant("half", "value", y=0.5)
    assert named([half, twice], wrong(y=2.0), value="wrong") == {"value": ["twice"]}
    assert named([half, twice], wrong(y=3.0), value="wrong") == {}


def test_no_sign_is_told_of_a_check_that_passes_with_a_given_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observations, "signs", lambda *_: [Diagnosis("factor:N", "Your output `y` is N times ...")])
    for verdict, told in (("wrong", {"value"}), ("passed", set())):
        second = Carried(("Part",), verdict, 1.0)  # type: ignore[arg-type]
        value = CheckResult("value", "f gives y", "wrong", 0.0, 1.0, carried=second)
        assert set(all_of([VALUE], {"value": value}, {}, EXPECTED, None)) == told


def test_it_must_hold_on_every_case() -> None:
    seen = wrong(y=2.0)
    seen["f", "b"] = {}
    assert named([variant("twice", "value", y=2.0)], seen, value="wrong") == {}


def test_of_several_that_fit_a_check_the_one_comes_first_that_explains_more() -> None:
    both, one = variant("both", "value slope", y=2.0, dy=2.0), variant("one", "value", y=2.0)
    found = named([one, both], wrong(y=2.0, dy=2.0), value="wrong", slope="wrong")
    assert found == {"value": ["both"], "slope": ["both"]}


def test_a_mistake_that_loses_a_check_that_was_passed_is_not_named() -> None:
    both, one = variant("both", "value slope", y=2.0, dy=2.0), variant("one", "value", y=2.0)
    assert named([both, one], wrong(y=2.0), value="wrong") == {"value": ["one"]}
    assert named([both], wrong(y=2.0), value="wrong") == {}


def test_mistakes_that_cannot_be_told_apart_are_all_named_up_to_a_few() -> None:
    alike = [variant(f"alike_{place}", "value", y=2.0) for place in range(5)]
    assert named(alike, wrong(y=2.0), value="wrong") == {"value": [one.id for one in alike[:MAX_NAMED]]}


@pytest.mark.parametrize("verdict", ["missing", "skipped", "grader_error", "passed"])
def test_what_was_not_attempted_or_not_run_is_no_mistake(verdict: str) -> None:
    assert named([variant("twice", "value", y=2.0)], wrong(y=2.0), value=verdict) == {}


def nothing() -> dict[tuple[str, str], dict[str, Print]]:
    return {("f", case.name): {"y": Print("none")} for case in CASES}


def test_where_there_are_no_numbers_a_mistake_must_explain_all_that_it_loses() -> None:
    returns_none = Variant("none", "Your f returns nothing.", "", nothing(), {"value": "wrong"})
    assert named([returns_none], nothing(), value="wrong") == {"value": ["none"]}
    keeps = Variant("keeps", "It is kept, not returned.", "", nothing() | {}, {"value": "wrong", "slope": "wrong"})
    assert named([keeps], nothing(), value="wrong", slope="wrong") == {}


def test_an_exception_is_known_by_its_text() -> None:
    def raised(text: str) -> dict[tuple[str, str], dict[str, Print]]:
        return {
            ("f", case.name): {"y": Print(prints.ABSENT), END: Print(f"raised ValueError {text}")} for case in CASES
        }

    shapes = Variant("shapes", "Your shapes do not fit.", "", raised("shapes"), {"value": "raised"})
    assert named([shapes], raised("shapes"), value="raised") == {"value": ["shapes"]}
    assert named([shapes], raised("else"), value="raised") == {}


class TestFile:
    def test_it_is_read_back_as_it_was(self, tmp_path: Path) -> None:
        kept = Catalogue((variant("twice", "value", y=2.0), variant("half", "value slope", y=0.5, dy=0.5)), "sha")
        (tmp_path / catalogue.FILE).write_bytes(catalogue.pack(kept))
        assert catalogue.load(tmp_path, "sha") == kept
        assert catalogue.pack(kept) == catalogue.pack(kept)

    def test_one_that_was_made_with_other_outputs_or_is_damaged_names_nothing(self, tmp_path: Path) -> None:
        assert catalogue.load(tmp_path, "sha") is None
        whole = catalogue.pack(Catalogue((variant("twice", "value", y=2.0),), "sha"))
        (tmp_path / catalogue.FILE).write_bytes(whole)
        assert catalogue.load(tmp_path, "another") is None
        for size in range(0, len(whole), 97):
            (tmp_path / catalogue.FILE).write_bytes(whole[:size])
            assert catalogue.load(tmp_path, "sha") is None
