"""What `grade platform` does: write a package into a folder of its own, or say in one sentence why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import load
from grader.course import choose, find_course, here, refuse_reference
from grader.engine.plan import cases_of
from grader.errors import UsageError
from grader.files import reason, refuse_no_room, refuse_unwritable, write_all
from grader.platforms import settings
from grader.platforms.packages import PACKAGES, PUBLIC
from grader.platforms.packages.kit import Kit, is_script
from grader.report.words import plural, points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course import AssignmentFolder
    from grader.expected import Expected
    from grader.rubric import Assignment, Check

WITHHOLDS = frozenset({"gradescope"})  # these show a test when its time has come


def make(platform: str, slug: str, out: Path, course: Path | None, isolation: str) -> None:
    """Write the package of a platform, and print what to know of it."""
    refuse_no_room()
    folder = choose(find_course(here(), course), slug)
    _refuse_places(folder, out)
    expected = load.stored(folder)
    public = platform in PUBLIC
    counted = {check.id for check in folder.rubric.checks() if _counts(check, platform, expected)}
    kit = Kit(platform, folder, settings.of_rubric(folder.rubric, isolation, counted, precheck=public))
    files = {out / name: data for name, data in PACKAGES[platform](kit).items()}
    write_all(files)
    for path in files:
        if is_script(path.name):
            path.chmod(0o755)
    steps = next(path.name for path in files if path.name.startswith("README"))
    print(f"{out}: {len(files)} files; {steps} says what to do with them")
    for note in _notes(platform, folder.rubric, isolation, public=public):
        print(f"  {note}")


def _counts(check: Check, platform: str, expected: Expected) -> bool:
    """Return whether a check has points on a platform: it can be shown there, and the package can judge it."""
    if platform in PUBLIC and check.probes and not cases_of(check, expected.public()):
        return False
    return platform in WITHHOLDS or check.visibility == "visible"


def _refuse_places(folder: AssignmentFolder, out: Path) -> None:
    if folder.is_handout:
        raise UsageError("A handout holds public cases only: make a package from the course, where the reference is.")
    refuse_reference(folder, [], str(out))
    refuse_unwritable(out)
    try:
        filled = out.exists() and any(out.iterdir())
    except OSError as error:
        raise UsageError(f"{out} cannot be read: {reason(error)}. Choose another folder with --out.") from None
    if filled:
        raise UsageError(f"{out} is not empty: name a new folder with --out.")


def _notes(platform: str, rubric: Assignment, isolation: str, *, public: bool) -> Iterator[str]:
    """Yield what an operator should know before students hand in."""
    later = [check for check in rubric.checks() if check.visibility != "visible"]
    if later and platform not in WITHHOLDS:
        lost = points(sum(check.points for check in later))
        yield (
            f"{plural(len(later), 'check')} ({lost} points) may not be shown to students yet. This platform cannot "
            "hide them, so its scores leave them out: `grade batch` over its download has them."
        )
    if public:
        yield "It grades on public cases only, since students can read it; `grade batch` gives the marks."
    if isolation == "process":
        yield "At this level a submission can read every file that the grader can, expected outputs among them."
