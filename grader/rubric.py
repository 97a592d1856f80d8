"""The words in which a rubric is written: assignment, rubric items, checks, tolerances.

A `rubric.py` holds one literal, `RUBRIC = Assignment(...)`, that reads as the page a course would print. Every
value here is frozen and plain; what a check *does* stands in `grader.engine.judge`. A rubric names probes and
outputs, never answers, so it can be handed to students.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from grader.policy import Late as Late  # noqa: PLC0414 - a word of rubrics, which import it from here
from grader.policy import Policy as Policy  # noqa: PLC0414

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

    from grader.rules import Rule

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
Reduce = Literal["sum", "elementwise"]
UnitAxes = Literal["note", "fixed"]
Load = Literal["module", "definitions"]


def _note_place(entry: Check | RubricItem | Assignment) -> None:
    """Remember in `entry.place` the line of the file, outside of this one, in which an entry was written."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the only way to a caller's line that costs nothing
    while frame and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    object.__setattr__(entry, "place", entry.place or (frame.f_lineno if frame else 0))


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an actual value may lie from the expected one: |actual - expected| <= atol + rtol * |expected|."""

    rtol: float
    atol: float


# One table for all assignments. A tolerance is chosen by how a result is computed, not by how a student errs:
# `grade regenerate --check` and the audit show that right styles stay far inside, mistakes far outside.
EXACT = Tolerance(rtol=0.0, atol=0.0)  # counts, labels, zeros that were set
FLOAT64 = Tolerance(rtol=1e-6, atol=1e-8)  # one formula in double precision; room for an eps of 1e-8
ITERATED = Tolerance(rtol=1e-5, atol=1e-7)  # several updates, each feeding the next
FLOAT32 = Tolerance(rtol=1e-4, atol=1e-5)  # one formula in single precision
GRADIENT = Tolerance(rtol=1e-5, atol=1e-7)  # analytic against central differences, h = 1e-5, double precision

TOLERANCES: Mapping[str, Tolerance] = {
    "exact": EXACT,
    "float64": FLOAT64,
    "iterated": ITERATED,
    "float32": FLOAT32,
    "gradient": GRADIENT,
}


@dataclass(frozen=True)
class Apart:
    """Another probe that gives the same outputs without the parts that a check needs.

    `cases` are its cases, by default all of them; `given` are the words for what its cases put in place of those parts.
    """

    probe: str
    cases: tuple[str, ...] = field(default=(), kw_only=True)
    given: tuple[str, ...] = field(kw_only=True)


@dataclass(frozen=True)
class Check:
    """The smallest scored thing: all or nothing.

    `probe` is the function of `driver.py` that it runs (by default the one of its own name); `cases` names the
    cases to run it on (by default all cases of the probe). `needs` names checks, or stand-ins, without which this one
    means little: when such a part failed and there is a stand-in for it, this check gets a second run with that in its
    place. With `apart` it does so, too, where there is none: by a probe that does without those parts. `title` is the
    line that the student reads. `place` is the line of the rubric, noted by itself.
    """

    id: str
    title: str = ""
    points: float = field(default=0.0, kw_only=True)
    probe: str = field(default="", kw_only=True)
    cases: tuple[str, ...] = field(default=(), kw_only=True)
    needs: tuple[str, ...] = field(default=(), kw_only=True)
    apart: Apart | None = field(default=None, kw_only=True)
    visibility: Visibility = field(default="visible", kw_only=True)
    place: int = field(default=0, kw_only=True, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Note the line."""
        _note_place(self)

    @property
    def probes(self) -> tuple[str, ...]:
        """Names of the probes whose outputs this check judges."""
        return (self.probe or self.id,)

    @property
    def second(self) -> Check:
        """The check as it is judged apart from what it needs."""
        return replace(self, probe=self.apart.probe, cases=self.apart.cases, apart=None) if self.apart else self


@dataclass(frozen=True)
class Matches(Check):
    """Outputs of a probe equal the expected ones within `tolerance`.

    `outputs` limits the check to some outputs of the probe; `"dW"` stands for `dW[0]`, `dW[1]`, ... too.
    With `unit_axes="note"` an array that differs only by leading unit axes, (d,) against (1, d), is right with a
    note; with `"fixed"` it is wrong.
    """

    outputs: tuple[str, ...] = field(default=(), kw_only=True)
    tolerance: Tolerance = field(default=FLOAT64, kw_only=True)
    unit_axes: UnitAxes = field(default="note", kw_only=True)


@dataclass(frozen=True)
class Differentiates(Check):
    """An analytic gradient equals the central difference of the submission's own forward probe.

    `of` names the forward probe and `output` its output. `wrt` maps inputs of the forward probe to the outputs of
    `probe` that hold their gradients: `{"weights": "dW"}` pairs `weights[i]` with `dW[i]`.

    `reduce="sum"` differentiates the sum of `output` by every entry of the input in turn; `"elementwise"` is for
    activations, where output i depends on input i alone, and needs two forward calls in all.

    When the submission's forward is itself wrong but the gradient belongs to it, the verdict is `consistent` and
    earns the fraction `consistent` of the points.
    """

    of: str = field(default="", kw_only=True)
    output: str = field(default="", kw_only=True)
    wrt: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    reduce: Reduce = field(default="sum", kw_only=True)
    consistent: float = field(default=0.0, kw_only=True)
    step: float = field(default=1e-5, kw_only=True)
    tolerance: Tolerance = field(default=GRADIENT, kw_only=True)

    @property
    def probes(self) -> tuple[str, ...]:
        """Names of the analytic and the forward probe."""
        return (self.probe or self.id, self.of)


@dataclass(frozen=True)
class Satisfies(Check):
    """A named rule holds over the outputs of a probe: a moment, a falling loss, a shape (see `grader.rules`)."""

    rule: Rule = field(kw_only=True)


@dataclass(frozen=True)
class Forbids(Check):
    """The source neither imports nor calls what the handout forbids; found by reading it, not by running it.

    `imports` are modules (a module that is imported and never used is only noted), `calls` are dotted names, where
    `.name` stands for a method of anything, and `.name()` for one that is called without positional arguments as none
    of the submission's own can be: `loss.backward()` is one, `net.backward(delta)` is not. With `only` nothing may be
    imported but these modules and the submission's own. `files` limits the check to some of the required files and
    what they import. When it is broken, the fraction `penalty` of the whole score is taken.
    """

    imports: tuple[str, ...] = field(default=(), kw_only=True)
    only: tuple[str, ...] = field(default=(), kw_only=True)
    files: tuple[str, ...] = field(default=(), kw_only=True)
    calls: tuple[str, ...] = field(default=(), kw_only=True)
    penalty: float = field(default=0.0, kw_only=True)

    @property
    def probes(self) -> tuple[str, ...]:
        """Return nothing: no probe runs."""
        return ()


@dataclass(frozen=True)
class Plot:
    """Outputs that the report draws in one chart, against their index or against another output, `over`."""

    title: str
    outputs: tuple[str, ...]
    over: str = field(default="", kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """Return every output that the chart needs."""
        return (*self.outputs, self.over) if self.over else self.outputs


@dataclass(frozen=True)
class RubricItem:
    """A titled group of checks, or of points given by hand (`by_hand`).

    `plots` are outputs of its checks' probes that the report draws, each alone or several in one `Plot`, also those
    of checks without points: the evidence for whoever marks by hand. With `by_hand_without` the checks count when that
    file was handed in; else all points of the item are given by hand. With `override` a person may decide in place of
    the checks. An `extra` item counts beyond the assignment's total. `section` says where the handout tells of it,
    `link` is that place's address on the web.
    """

    id: str
    title: str
    checks: tuple[Check, ...] = ()
    by_hand: float = field(default=0.0, kw_only=True)
    by_hand_without: str = field(default="", kw_only=True)
    override: bool = field(default=False, kw_only=True)
    extra: bool = field(default=False, kw_only=True)
    section: str = field(default="", kw_only=True)
    link: str = field(default="", kw_only=True)
    plots: tuple[str | Plot, ...] = field(default=(), kw_only=True)
    place: int = field(default=0, kw_only=True, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Note the line."""
        _note_place(self)

    @property
    def plotted(self) -> tuple[str, ...]:
        """Return the names of all outputs that are drawn, each once."""
        names = (name for plot in self.plots for name in ([plot] if isinstance(plot, str) else plot.names))
        return tuple(dict.fromkeys(names))

    @property
    def points(self) -> float:
        """Return the most that can be earned here."""
        return round(sum(check.points for check in self.checks) + self.by_hand, 6)


@dataclass(frozen=True)
class Limits:
    """What a submission may use. Times in seconds of wall clock, sizes in MiB.

    `slow` maps probes that train, and the like, to a time of their own in place of `probe_seconds`.
    """

    import_seconds: float = 10.0
    probe_seconds: float = 5.0
    submission_seconds: float = 120.0
    memory_mib: int = 1024
    file_mib: int = 16
    output_kib: int = 64
    processes: int = 6
    slow: Mapping[str, float] = field(default_factory=dict)

    def seconds(self, probe: str) -> float:
        """Return how long one call of a probe may take."""
        return self.slow.get(probe, self.probe_seconds)


@dataclass(frozen=True)
class Assignment:
    """A whole rubric. `files` are the names that students hand in; `defines` maps each to what it must define.

    `builds_on` names folders beside the assignment's own that its solution imports. `policy` is what form and time
    cost. `stand_ins` maps each name of stand_ins.py, "Linear" or "Net.backward", to the checks of what it stands for.
    With `load="definitions"` only what defines something is run of the files, not the training beside it.
    """

    slug: str
    title: str = field(kw_only=True)
    files: tuple[str, ...] = field(kw_only=True)
    defines: Mapping[str, tuple[str, ...]] = field(default_factory=dict, kw_only=True)
    packages: tuple[str, ...] = field(default=("numpy",), kw_only=True)
    builds_on: tuple[str, ...] = field(default=(), kw_only=True)
    total: float = field(kw_only=True)
    limits: Limits = field(default=Limits(), kw_only=True)
    policy: Policy = field(default=Policy(), kw_only=True)
    load: Load = field(default="module", kw_only=True)
    stand_ins: Mapping[str, tuple[str, ...]] = field(default_factory=dict, kw_only=True)
    items: tuple[RubricItem, ...] = field(kw_only=True)

    place: int = field(default=0, kw_only=True, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Note the line."""
        _note_place(self)

    def checks(self) -> Iterator[Check]:
        """Yield every check, in the order of the rubric."""
        for item in self.items:
            yield from item.checks
