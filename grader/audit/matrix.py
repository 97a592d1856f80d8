"""The matrix of mistakes and checks, from the catalogue of wrong outputs, and what it shows of the rubric. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.audit.alike import Groups, groups
from grader.audit.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.diagnose.catalogue import Catalogue, Variant
    from grader.mistakes import Mistake
    from grader.rubric import Assignment, Check

_DUST = 1e-6  # points


@dataclass(frozen=True)
class Row:
    """One mistake: the verdicts of the checks that it loses, what mistakes.py says it loses, and its points.

    `costs` are the points that it loses; `part` those of lost checks in the rubric items where it begins, that is,
    where a check is lost that needs none of the other lost ones. What it costs beyond, it costs elsewhere once more:
    in `others`, the checks that it loses in other items.
    """

    mistake: str
    text: str
    lost: Mapping[str, str]
    said: tuple[str, ...]
    costs: float
    part: float
    begins: str = ""
    others: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> float:
        """Points that it costs beyond those of its own part."""
        beyond = round(self.costs - self.part, 6)
        return beyond if beyond > _DUST else 0.0


@dataclass(frozen=True)
class Matrix:
    """All mistakes by all checks; `checks` maps ids to the points that they are worth."""

    checks: Mapping[str, float] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    groups: Groups = field(default_factory=Groups)

    def trips(self, check: str) -> int:
        """Return how many mistakes lose a check."""
        return sum(check in row.lost for row in self.rows)

    def worst(self, count: int = 10) -> list[Row]:
        """Return the mistakes that cost most beyond their own part."""
        cascading = [row for row in self.rows if row.elsewhere]
        return sorted(cascading, key=lambda row: -row.elsewhere)[:count]


def of(rubric: Assignment, mistakes: Sequence[Mistake], catalogue: Catalogue) -> Matrix:
    """Return the matrix of the variants that a catalogue holds."""
    said = {mistake.id: mistake.loses for mistake in mistakes}
    needs = needed(rubric)
    rows = tuple(_row(rubric, needs, one, said.get(one.id, ())) for one in catalogue.variants)
    checks = {check.id: check.points for check in rubric.checks()}
    return Matrix(checks, rows, groups(catalogue.variants))


def needed(rubric: Assignment) -> dict[str, frozenset[str]]:
    """Return check -> all checks that tell of what it builds on, directly or not."""
    direct = {check.id: _needs(check, rubric) for check in rubric.checks()}

    def closure(name: str, seen: frozenset[str]) -> frozenset[str]:
        for need in direct.get(name, frozenset()) - seen:
            seen = closure(need, seen | {need})
        return seen

    return {name: closure(name, frozenset()) - {name} for name in direct}


def _needs(check: Check, rubric: Assignment) -> frozenset[str]:
    tells = {tell for need in check.needs for tell in rubric.stand_ins.get(need, (need,))}
    return frozenset(tells) - {check.id}


def _row(rubric: Assignment, needs: Mapping[str, frozenset[str]], one: Variant, said: tuple[str, ...]) -> Row:
    """Return the row of one variant. What the policy does not carry forward it may cost elsewhere, too."""
    roots = {name for name in one.lost if not needs.get(name, frozenset()) & one.lost.keys()}
    begins = [item for item in rubric.items if any(check.id in roots for check in item.checks)]
    lost = [(item in begins, check) for item in rubric.items for check in item.checks if check.id in one.lost]
    own, other = (sum(check.points for within, check in lost if within == inside) for inside in (True, False))
    part = round(own + (1.0 - rubric.policy.carried) * other, 6)
    others = tuple(check.id for within, check in lost if not within and check.points)
    return Row(one.id, one.text, one.lost, said, one.costs, part, begins[0].id if begins else "", others)


def findings(matrix: Matrix) -> Iterator[Finding]:
    """Yield what is wrong with the rubric, or with what mistakes.py says of it."""
    for row in matrix.rows:
        yield from _of_row(row, matrix)
    for check in matrix.checks:
        if not matrix.trips(check):
            yield Finding(f"untripped:{check}", f"No mistake of the catalogue loses the check {check}.")
    for same in matrix.groups.outputs:
        yield Finding(
            f"alike:{'+'.join(same)}",
            f"{_listed(same)} give the same outputs on every case: no report can tell which of them was made.",
        )
    yield from _cascades(matrix)


def _of_row(row: Row, matrix: Matrix) -> Iterator[Finding]:
    name = row.mistake
    if not row.lost:
        yield Finding(f"uncaught:{name}", f"No check catches the mistake {name}.")
    elif not row.costs and any(matrix.checks.get(check) for check in row.lost):
        yield Finding(f"free:{name}", f"The mistake {name} costs nothing: stand-ins give back all that it loses.")
    more, fewer = sorted(set(row.lost) - set(row.said)), sorted(set(row.said) - set(row.lost))
    parts = [f"it also loses {_listed(more)}"] if more else []
    parts += [f"it does not lose {_listed(fewer)}"] if fewer else []
    if parts:
        yield Finding(f"loses:{name}", f"mistakes.py is wrong of {name}: {' and '.join(parts)}.")


def _cascades(matrix: Matrix) -> Iterator[Finding]:
    """Yield one finding for each item whose mistakes are charged for elsewhere, too."""
    by_item: dict[str, list[Row]] = {}
    for row in matrix.rows:
        if row.elsewhere:
            by_item.setdefault(row.begins, []).append(row)
    for item, rows in by_item.items():
        worst = max(rows, key=lambda row: row.elsewhere)
        count = f"{len(rows)} mistakes" if len(rows) > 1 else "One mistake"
        text = (
            f"{count} in {item} cost{'' if len(rows) > 1 else 's'} points once more where the part is used. The worst, "
            f"{worst.mistake}, costs {worst.costs:g} points, its own part {worst.part:g}: give a stand-in for the part "
            f"to {_listed(worst.others)}."
        )
        yield Finding(f"cascade:{item}", text)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
