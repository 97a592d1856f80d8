"""Make the catalogue of wrong outputs: each mistake is made in the solution, and that graded like a submission."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader import expected, points
from grader.course import faults_of, sha256_of
from grader.diagnose import catalogue, prints
from grader.diagnose.catalogue import Catalogue, Variant
from grader.engine.run import Job, Subject
from grader.expected import Expected
from grader.files import write_bytes
from grader.parallel import share
from grader.rubric import Tolerance
from grader.sandbox.host import Settings
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.diagnose.catalogue import Call
    from grader.diagnose.prints import Prints
    from grader.engine import plan
    from grader.mistakes import Mistake
    from grader.sandbox.reply import Reply

MAX_WORKERS = 8
# What differs by less is the reference's own, rounded otherwise.
ROUNDING = Tolerance(rtol=1e-10, atol=1e-13)


def write(folder: AssignmentFolder, python: str) -> int:
    """Write the catalogue beside the expected outputs that are there; return how many mistakes it holds."""
    if not (folder.path / "mistakes.py").is_file():
        return 0
    made = make(folder, expected.load(folder), python)
    write_bytes(folder.path / "expected" / catalogue.FILE, catalogue.pack(made), "Make room there, and run it again.")
    return len(made.variants)


def make(folder: AssignmentFolder, known: Expected, python: str, *, anew: bool = False) -> Catalogue:
    """Run every mistake of an assignment; one that was run before on the very same files is taken from there."""
    earlier = None if anew else catalogue.read(folder.path / "expected")
    before = {one.made_from: one for one in (earlier.variants if earlier else ())}
    keys = {mistake.id: made_from(folder, known, mistake) for mistake in folder.mistakes}
    todo = [mistake for mistake in folder.mistakes if keys[mistake.id] not in before]
    workers = max(1, min(os.cpu_count() or 1, MAX_WORKERS, len(todo)))
    with ExitStack() as stack:
        judged = Expected(known, known.sha256)  # without the ladders: nobody reads a variant's smallest case
        runner = Runner(folder, Job(folder, judged, Settings(folder.rubric.limits)))
        warms = [stack.enter_context(Warm(python, folder.rubric.packages)) for _ in range(workers if todo else 0)]
        for warm in warms:
            _ = warm.versions  # before the forks, so that what is missing is said once
        made = share(lambda worker, part: runner.run(warms[worker], part), todo, workers) if todo else []
    fresh = {keys[one.id]: replace(one, made_from=keys[one.id]) for one in made} | before
    return Catalogue(
        tuple(replace(fresh[keys[one.id]], id=one.id, text=one.text) for one in folder.mistakes), known.sha256
    )


def made_from(folder: AssignmentFolder, known: Expected, mistake: Mistake) -> str:
    """Return a hash of all that a variant of this mistake is made from, and judged by."""
    rubric = sha256_of(folder.path / "rubric.py")
    parts = [catalogue.FORMAT, known.sha256, rubric, folder.stand_ins, [asdict(edit) for edit in mistake.edits]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Runner:
    """Runs mistakes of one assignment."""

    folder: AssignmentFolder
    job: Job

    def run(self, warm: Warm, mistakes: Sequence[Mistake]) -> list[Variant]:
        """Run mistakes one after another."""
        return [self._variant(warm, mistake) for mistake in mistakes]

    def _variant(self, warm: Warm, mistake: Mistake) -> Variant:
        with tempfile.TemporaryDirectory(prefix="backgrade-") as place:
            handed_in = Path(place, "variant")
            with faults_of(self.folder.path / "mistakes.py"):
                lay_out(self.folder, mistake, handed_in)
            return self.observe(warm, handed_in, Variant(mistake.id, mistake.text))

    def observe(self, warm: Warm, handed_in: Path, variant: Variant) -> Variant:
        """Grade a submission; return `variant` with what came of it."""
        checks = list(self.folder.rubric.checks())
        subject = Subject(handed_in, variant.id, self.job, warm, checks)
        subject.start(checks)
        results = {check.id: subject.judge(check) for check in checks}
        attempt = subject.attempt
        if attempt is None:
            raise RuntimeError("the variant was never run")
        files = attempt.unpacked.files
        scored = points.of_items(self.folder.rubric, results, points.Given(frozenset(results), files))
        return replace(
            variant,
            wrong=wrong(self.job.expected, attempt.replies),
            lost={name: result.verdict for name, result in results.items() if result.verdict != "passed"},
            costs=round(sum(check.max_points - check.points for item in scored for check in item.checks), 6),
            seconds=attempt.seconds,
        )


def lay_out(folder: AssignmentFolder, mistake: Mistake, place: Path) -> None:
    """Copy the solution with one mistake in it to `place`, which is made."""
    folder.lay_out(place)
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.solution.iterdir() if path.is_file()}
    for name, text in mistake.apply(sources).items():
        (place / name).write_text(text, encoding="utf-8")


def wrong(known: Expected, replies: Mapping[plan.Key, Reply]) -> dict[Call, Prints]:
    """Return the prints of all outputs that differ from the expected ones, and of calls that ended early."""
    found: dict[Call, Prints] = {}
    for case in known:
        reply = replies.get(("case", case.probe, case.name))
        if reply is None:
            continue
        right = case.prints
        came = prints.of_reply(reply)
        absent = {name: prints.Print(prints.ABSENT) for name in right if name not in came}
        differing = {
            name: one
            for name, one in (came | absent).items()
            if name not in right or not prints.same(one, right[name], ROUNDING)
        }
        if differing:
            found[case.probe, case.name] = differing
    return found
