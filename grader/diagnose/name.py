"""Name the mistake behind wrong outputs: of the catalogue first, else by a general signature. Never more than was seen.

A known mistake is named for a check when the submission's outputs equal those of that variant of the reference on
*every* case of the check, and no check that the variant loses was passed. Where several do, those come first that
explain most of the submission's failed checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.diagnose import observations, prints
from grader.diagnose.prints import ABSENT, END, Print, Prints
from grader.engine import plan
from grader.engine.judge import selected
from grader.rubric import FLOAT64, Differentiates, Forbids, Matches
from grader.score import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from grader.diagnose.catalogue import Call, Catalogue, Variant
    from grader.expected import Expected, ExpectedCase
    from grader.rubric import Check, Tolerance
    from grader.sandbox.reply import Reply
    from grader.score import CheckResult

    Flags = npt.NDArray[np.bool_]  # one for each variant

MAX_NAMED = 3  # of mistakes that cannot be told apart
_UNTOLD = frozenset({"passed", "missing", "skipped", "grader_error"})


class Explained(NamedTuple):
    """Which variants explain a check; `weakly`, those whose only evidence is that there is no number to compare."""

    by: Flags
    weakly: Flags


class Matcher:
    """Compares what was observed with every variant of the catalogue."""

    def __init__(self, catalogue: Catalogue, expected: Expected, observed: Mapping[Call, Prints]):
        self.variants: Sequence[Variant] = catalogue.variants
        self.expected, self.observed = expected, observed
        self._wrong = catalogue.columns

    def explained(self, check: Check) -> Explained:
        """Return the variants that give what was observed on every case of a check, and not what is right."""
        alike = np.ones(len(self.variants), dtype=np.bool_)
        differs, counted = np.zeros_like(alike), np.zeros_like(alike)
        for case, output, tolerance in self._looked_at(check):
            same, wrong, tells = self._compared(case, output, tolerance)
            alike &= same
            differs |= wrong
            counted |= wrong & tells
        by = alike & differs
        return Explained(by, by & ~counted)

    def _looked_at(self, check: Check) -> Iterator[tuple[ExpectedCase, str, Tolerance]]:
        for case in plan.cases_of(check, self.expected):
            tolerance = getattr(check, "tolerance", FLOAT64)
            yield from ((case, name, tolerance) for name in self._outputs(check, case))
            forward = self.expected.case(check.of, case.name) if isinstance(check, Differentiates) else None
            if forward is not None and isinstance(check, Differentiates):
                yield forward, check.output, tolerance

    def _outputs(self, check: Check, case: ExpectedCase) -> list[str]:
        """Return the outputs of a case that a check judges, and how the call ended if one of them is not there."""
        came = self.observed.get((case.probe, case.name), {})
        wanted: tuple[str, ...] = ()
        if isinstance(check, Matches):
            wanted = check.outputs
        elif isinstance(check, Differentiates):
            wanted = tuple(check.wrt.values())
        names = [name for name in {**case.outputs, **came} if name != END and selected(name, wanted)]
        return [*names, END] if any(name not in came for name in names) else names

    def _compared(self, case: ExpectedCase, output: str, tolerance: Tolerance) -> tuple[Flags, Flags, bool]:
        """Return for each variant whether its output is what was observed, and whether it is wrong.

        Also whether the output observed has numbers that tell something.
        """
        call = case.probe, case.name
        actual = self.observed.get(call, {}).get(output, Print(ABSENT))
        right = case.prints.get(output, Print(ABSENT))
        same = np.full(len(self.variants), prints.same(actual, right, tolerance))
        wrong = np.zeros_like(same)
        column = self._wrong.get(call, {}).get(output)
        if column is not None:
            same[column.places] = column.agree(actual, tolerance)
            wrong[column.places] = ~column.agree(right, tolerance)
        return same, wrong, actual.is_array and actual.numbers[prints.PRODUCTS] > 0


def all_of(
    checks: Sequence[Check],
    results: Mapping[str, CheckResult],
    replies: Mapping[plan.Key, Reply],
    expected: Expected,
    catalogue: Catalogue | None,
) -> dict[str, tuple[Diagnosis, ...]]:
    """Return what is behind failed checks: known mistakes, else what their outputs have about them.

    Where the fault lies in other parts, the outputs are a consequence, and would point at the wrong code.
    """
    verdicts = {name: result.verdict for name, result in results.items()}
    told = {probe for check in checks if verdicts[check.id] not in _UNTOLD for probe in check.probes}
    observed = {
        (key[1], key[2]): prints.of_reply(reply)
        for key, reply in replies.items()
        if key[0] == "case" and key[1] in told
    }
    named = known(checks, verdicts, Matcher(catalogue, expected, observed)) if catalogue else {}
    for check in checks:
        found = results[check.id]
        if found.verdict == "wrong" and check.id not in named and not found.parts_at_fault:
            signs = observations.signs(check, found, replies, expected)
            named |= {check.id: (Diagnosis(signs[0].id, signs[0].text),)} if signs else {}
    return named


def known(checks: Sequence[Check], verdicts: Mapping[str, str], matcher: Matcher) -> dict[str, tuple[Diagnosis, ...]]:
    """Return, for failed checks, the mistakes of the catalogue that explain them."""
    found = {
        check.id: matcher.explained(check)
        for check in checks
        if verdicts[check.id] not in _UNTOLD and not isinstance(check, Forbids)
    }
    if not found or not matcher.variants:
        return {}
    by = {name: explained.by for name, explained in found.items()}
    count = np.sum(list(by.values()), axis=0)
    possible = np.array([_is_possible(variant, verdicts) for variant in matcher.variants])
    certain = np.array([_is_certain(place, one, by, verdicts) for place, one in enumerate(matcher.variants)])
    named = {}
    for name, explained in found.items():
        fitting = explained.by & possible & (certain | ~explained.weakly)
        best = count == np.max(count, where=fitting, initial=0)
        places = np.flatnonzero(fitting & best)[:MAX_NAMED]
        named[name] = tuple(Diagnosis(matcher.variants[at].id, matcher.variants[at].text) for at in places)
    return {name: diagnoses for name, diagnoses in named.items() if diagnoses}


def _is_possible(variant: Variant, verdicts: Mapping[str, str]) -> bool:
    """Tell whether no check was passed that the variant loses."""
    return all(verdicts.get(check) != "passed" for check in variant.lost)


def _is_certain(place: int, variant: Variant, by: Mapping[str, Flags], verdicts: Mapping[str, str]) -> bool:
    """Tell whether a variant explains every check that it loses, of those that were run."""
    return all(check in by and by[check][place] for check in variant.lost if check in verdicts)
