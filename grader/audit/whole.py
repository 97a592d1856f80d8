"""One assignment audited: everything is run and measured here, and put together with what is found."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader import load
from grader.audit import closest, judged, matrix, rounding, samples, stubs, trials
from grader.audit.findings import Bounds, Finding, accepted_in, settled, unused
from grader.audit.trials import Runner, Trial, together
from grader.diagnose import record
from grader.engine.run import Job
from grader.rubric import Limits, Matches
from grader.sandbox.host import Settings
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.audit.closest import Nearest
    from grader.course import AssignmentFolder
    from grader.diagnose.catalogue import Catalogue
    from grader.expected import Expected

HANGING = Limits(import_seconds=5.0, probe_seconds=0.3, submission_seconds=10.0)


@dataclass(frozen=True)
class Options:
    """How to audit: with all mistakes run anew or as they are stored, and the folder of samples, if any."""

    python: str
    bounds: Bounds = field(default=Bounds())
    samples: Path | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Measured:
    """All that was run for an audit. `noise` are runs with noise, `elsewhere` is one with another arithmetic."""

    reference: Trial
    stubs: tuple[Trial, ...]
    noise: tuple[Trial, ...]
    elsewhere: Trial
    single: Trial
    samples: tuple[Trial, ...]
    nearest: Mapping[str, Nearest] = field(default_factory=dict)


@dataclass(frozen=True)
class Audit:
    """What an audit of one assignment came to."""

    assignment: str
    title: str
    matrix: matrix.Matrix
    measured: Measured
    margins: tuple[judged.Margin, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    bounds: Bounds = field(default=Bounds())

    @property
    def open(self) -> list[Finding]:
        """The findings that nobody has accepted."""
        return [one for one in self.findings if not one.accepted]


def audit(folder: AssignmentFolder, options: Options) -> Audit:
    """Audit an assignment."""
    rubric, accepted = folder.rubric, accepted_in(folder)
    known = load.stored(folder)
    with Warm(options.python, rubric.packages) as warm:
        _ = warm.versions  # what is missing is said before any work
        catalogue = record.make(folder, known, options.python, anew=options.fresh)
        with tempfile.TemporaryDirectory(prefix="backgrade-") as place:
            measured = _Work(folder, known, options, warm, Path(place)).all(catalogue)
    table = matrix.of(rubric, folder.mistakes, catalogue)
    margins = judged.margins(rubric, measured)
    found = [*matrix.findings(table), *judged.findings(rubric, measured, margins, options.bounds)]
    stale = [f"audit.py accepts {name}, which is not found any more." for name in unused(found, accepted)]
    return Audit(
        rubric.slug, rubric.title, table, measured, margins, settled(found, accepted), tuple(stale), options.bounds
    )


@dataclass(frozen=True)
class _Work:
    """The runs of one audit, in a folder that is thrown away."""

    folder: AssignmentFolder
    known: Expected
    options: Options
    warm: Warm
    place: Path

    def all(self, catalogue: Catalogue) -> Measured:
        """Run everything: first the reference by itself, which is timed, then the rest side by side."""
        solution, runner = self.place / "solution", Runner(self._job(self.known), self.warm)
        self.folder.lay_out(solution)
        reference = runner.run("reference", solution)
        noisy = [rounding.disturbed(self.known, seed) for seed in range(rounding.ROUNDS)]
        with Warm(self.options.python, self.folder.rubric.packages, rounding.ELSEWHERE) as other:
            works = [partial(Runner(self._job(self.known), other).run, "elsewhere", solution)]
            works += [partial(runner.run, "noise", solution, job=self._job(cases)) for cases in noisy]
            works.append(self._single(runner, solution))
            blanks, styles = self._stubs(runner), self._samples(runner)
            found = together([*works, *blanks, *styles])
        rest = found[len(works) :]
        return Measured(
            reference,
            tuple(rest[: len(blanks)]),
            tuple(found[1 : 1 + len(noisy)]),
            found[0],
            found[len(works) - 1],
            tuple(rest[len(blanks) :]),
            self._nearest(runner, catalogue),
        )

    def _job(self, known: Expected, adapter: str = "") -> Job:
        over = self.folder.path / "adapters" / adapter if adapter else None
        return Job(self.folder, known, Settings(self.folder.rubric.limits), adapter=over)

    def _single(self, runner: Runner, solution: Path) -> partial[Trial]:
        """Run in single precision what is no gradient check: the step of those is too small for it."""
        checks = [check for check in self.folder.rubric.checks() if isinstance(check, Matches)]
        return partial(runner.measure, "single", solution, checks, rounding.single(self.known))

    def _stubs(self, runner: Runner) -> list[Callable[[], Trial]]:
        hanging = replace(self._job(self.known), settings=Settings(HANGING))
        return [
            partial(
                runner.run,
                kind,
                trials.write(self.place / "stubs" / kind, stubs.sources(self.folder, kind)),
                job=hanging if kind == stubs.HANGS else None,
            )
            for kind in stubs.DOES
        ]

    def _samples(self, runner: Runner) -> list[Callable[[], Trial]]:
        place = self.options.samples
        found = samples.perfect(place, samples.full(self.folder.rubric)) if place else []
        return [
            partial(
                runner.run,
                one.path.name,
                one.handed_in(self.place / "samples"),
                job=self._job(self.known, one.adapter),
            )
            for one in found
        ]

    def _nearest(self, runner: Runner, catalogue: Catalogue) -> dict[str, Nearest]:
        """Find the nearest mistakes by their prints; run those again that are near, or with `fresh` all."""
        checks = {check.id: check for check in self.folder.rubric.checks()}
        found = closest.estimated(list(checks.values()), catalogue, self.known)
        asked = closest.to_measure(found, self.options.bounds.mistake)
        if self.options.fresh:
            asked = {
                one.id: [name for name, verdict in one.lost.items() if verdict == "wrong"] for one in catalogue.variants
            }
        works = []
        for mistake in self.folder.mistakes:
            wanted = [checks[name] for name in asked.get(mistake.id, [])]
            if wanted:
                variant = self.place / "mistakes" / mistake.id
                record.lay_out(self.folder, mistake, variant)
                works.append(partial(runner.measure, mistake.id, variant, wanted))
        exact = {(trial.name, name): ratio for trial in together(works) for name, ratio in trial.used.items()}
        return closest.measured(found, exact)
