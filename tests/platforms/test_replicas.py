"""Every package, run by its own scripts in the layout of its platform: what comes out, and what stays unread."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.doctor import examine
from tests import toy
from tests.platforms.readers import PLATFORMS, is_withheld, score
from tests.platforms.replica import members

if TYPE_CHECKING:
    from grader.sandbox.warm import Warm
    from tests.platforms.conftest import Laid, Packed

SHOWN = 9  # points of the checks that students may see; one more is for staff alone
WORTH = {"gradescope": (10.0, 1.0), "prairielearn": (1.0, 1 / SHOWN), "codegrade": (1.0, 1 / SHOWN)}
DRAW = "    return np.random.standard_normal(n)\n"
STORIES = {  # source, points lost, the check that is lost, and what is said of it
    "failing": (toy.HALF_SLOPE, 2, "derivative returns 2 x", "is the input x itself"),
    "crashing": (toy.SOLUTION.replace(DRAW, "    __import__('os').abort()\n"), 1, "draw returns n", "crashed"),
    "hanging": (toy.SOLUTION.replace(DRAW, "    while True: pass\n"), 1, "draw returns n", "0.3 s"),
}
LEVEL = "landlock"  # what a container of a platform gives at best

# Reads whatever of the grader's it can find, and where it finds anything computes nothing.
SPY = """\
import os

def found():
    places = [{root!r}, "/tmp"] + [f"/proc/{{n}}/cwd" for n in (1, os.getppid())]
    for place in places:
        for folder, _, names in os.walk(place):
            for name in names:
                if name in ("hidden.npz", "backgrade.zip", "autograde.tar", "rubric.py", "platform.json"):
                    try:
                        with open(os.path.join(folder, name), "rb") as file:
                            return bool(file.read(1))
                    except OSError:
                        pass
    for path in {paths!r}:
        try:
            with open(path, "rb") as file:
                return bool(file.read(1))
        except OSError:
            pass
    return False

if found():
    raise SystemExit("the answers can be read")
"""


@pytest.fixture(scope="session")
def confined(warm: Warm) -> None:
    if not any(level.name == LEVEL and level.refused for level in examine(warm)):
        pytest.skip("this machine has no Landlock")


def expected(platform: str, lost: float) -> Any:
    most, unit = WORTH.get(platform, (float(SHOWN), 1.0))
    return pytest.approx(most - lost * unit, abs=1e-3)


@pytest.mark.usefixtures("confined")
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("story", STORIES)
def test_a_submission_gets_its_points_and_its_feedback(story: str, platform: str, laid: Laid, forked: str) -> None:
    source, lost, check, words = STORIES[story]
    found = laid(platform, source, LEVEL, short=story == "hanging").run(forked)
    assert score(platform, found) == expected(platform, lost)
    assert not is_withheld(platform, found)
    text = json.dumps(found).replace("\\\\", "")
    assert check in text
    assert words in text


def spy(found: Any) -> str:
    paths = [str(path) for path in found.root.rglob("*") if path.is_file() and "student" not in path.parts]
    return SPY.format(root=str(found.root), paths=paths) + toy.SOLUTION


@pytest.mark.usefixtures("confined")
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_perfect_submission_gets_all_points_and_cannot_read_the_answers(
    platform: str, laid: Laid, forked: str
) -> None:
    here = laid(platform, "", LEVEL)
    (here.student / "toy.py").write_text(spy(here))
    found = here.run(forked)
    assert score(platform, found) == expected(platform, 0)
    assert not is_withheld(platform, found)


def test_without_walls_it_can_so_that_the_test_before_tells_something(laid: Laid, forked: str) -> None:
    here = laid("autolab", "", "process")
    (here.student / "toy.py").write_text(spy(here))
    assert score("autolab", here.run(forked)) == 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_grader_that_does_not_start_gives_a_result_that_says_so(platform: str, laid: Laid) -> None:
    found = laid(platform, toy.SOLUTION).run("/bin/false")
    assert is_withheld(platform, found)
    assert "could not be started" in json.dumps(found)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_handed_in_is_told_in_a_sentence(platform: str, laid: Laid, forked: str) -> None:
    here = laid(platform, "")
    (here.student / "toy.py").unlink()
    assert "cannot be read" in json.dumps(here.run(forked))


def test_an_isolation_that_is_not_to_be_had_is_no_fault_of_the_student_and_told_to_staff_alone(
    laid: Laid, forked: str
) -> None:
    here = laid("prairielearn", toy.SOLUTION)
    settings = here.root / "backgrade" / "platform.json"
    settings.write_text(settings.read_text().replace('"auto"', '"unheard_of"'))
    found = here.run(forked, staff="unheard_of")
    assert is_withheld("prairielearn", found)
    assert "no fault of yours" in json.dumps(found)
    assert "unheard_of" not in json.dumps(found)


def test_a_run_that_takes_too_long_as_a_whole_still_has_a_result(laid: Laid, forked: str) -> None:
    here = laid("github-classroom", STORIES["hanging"][0])
    settings = here.root / "repository/.github/backgrade/platform.json"
    settings.write_text(settings.read_text().replace('"seconds": 180.0', '"seconds": 0.4'))
    found = here.run(forked)
    assert found["status"] == "error"
    assert found["tests"]
    assert "after 0.4 s" in json.dumps(found)


def test_files_of_a_student_are_no_modules_of_the_grader(laid: Laid) -> None:
    here = laid("markus", toy.SOLUTION)
    for name in ("json", "grader", "click", "sitecustomize", "numpy"):
        (here.student / f"{name}.py").write_text("raise SystemExit('this ran in the grader')\n")
    found = here.run(sys.executable, PYTHONPATH=str(here.student))
    assert not is_withheld("markus", found)


def test_a_due_date_of_the_platform_is_taken(laid: Laid, forked: str) -> None:
    found = laid("gradescope", "def (").run(forked)
    assert "It came 30 min after the due date" in found["output"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_package_holds_nothing_of_the_solution_or_how_cases_are_made(platform: str, packed: Packed) -> None:
    found = members(packed(platform))
    names = {name.rsplit("/", 1)[-1] for name in found}
    assert not names & {"cases.py", "mistakes.py", "toy.py"}
    assert not any(b"residual_of_the_line" in data for data in found.values())
    hidden = {name for name in found if name.endswith("hidden.npz")}
    assert bool(hidden) == (platform != "github-classroom"), hidden
    assert any(name.endswith(".whl") for name in names)
    assert not any(b"@" in line and b"@TITLE@" in line for line in found[_readme(found)].splitlines())


def _readme(found: dict[str, bytes]) -> str:
    return next(name for name in found if name.startswith("README"))
