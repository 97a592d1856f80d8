"""Broken courses: found when they are loaded, by every command, with the file and the line of what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from grader import load, regenerate
from grader.course import AssignmentFolder
from grader.errors import CourseError
from tests import toy, unprivileged
from tests.command import grade, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.sandbox.warm import Warm

NAMES = "must be a tuple of names; of one, ('a',)."


@pytest.fixture
def folder(course: Path) -> AssignmentFolder:
    return AssignmentFolder(course / "reference" / "toy")


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; return its line."""
    path = folder / name
    before, found, after = path.read_text().partition(old)
    assert found, old
    path.write_text(before + new + after)
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('Matches("square_slope"', 'Matches("square_forward"', "called check 'square_forward' (the first in line 12)"),
        ('RubricItem("line"', 'RubricItem("square"', "two entries are called rubric item 'square' (the first in line"),
        ('Matches("square_slope"', 'Matches("a b"', "check 'a b': an id is a word of letters"),
        ('Matches("square_slope"', "Matches(7", "check 7: an id is a word"),
        ('mean squared error",', 'mean squared error", needs="drawn",', f"needs {NAMES}"),
        ('Matches("square_wide", points=1', 'Matches("square_wide", points=-1', "points must not be negative"),
        ('Matches("square_wide", points=1', 'Matches("square_wide", points="1"', "points must not be negative, nor"),
        ('Matches("square_wide", points=1', 'Matches("square_wide", points=float("nan")', "points must not be"),
        ('Matches("square_wide",', 'Matches("square_wide", tolerance=1e-6,', "tolerance must be Tolerance(rtol, atol)"),
        ('Matches("square_wide",', 'Matches("square_wide", unit_axes="no",', "unit_axes is one of note, fixed."),
        ('mean squared error",', 'mean squared error", visibility="secret",', "visibility is one of visible, hidden"),
        ('mean squared error",', 'mean squared error", cases="five_points",', f"cases {NAMES}"),
        ('mean squared error",', 'mean squared error", needs=("lost",),', "needs 'lost', which is no check."),
        ('mean squared error",', 'mean squared error", needs=("line_loss",),', "circle: line_loss -> line_loss."),
        ('"no ready-made fit",', '"no ready-made fit", imports="torch",', f"imports {NAMES}"),
        ('"Questions", by_hand=2', '"Questions", by_hand=-2', "by_hand must not be"),
        ('"Questions", by_hand=2', '"Questions", Forbids("x")', "checks must be a tu"),
        ('"Questions",', '"Questions", ("x",),', "'x' is no check."),
        ('"Questions",', '"Questions", plots="y",', "plots must be a tuple"),
        ('"Questions",', '"Questions", plots=("y",),', "an output 'y' to plot."),
        ('mean squared error",', 'mean squared error", cases=("six",),', "the probe 'line' has no case 'six'."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_the_line_of_its_entry(
    folder: AssignmentFolder, old: str, new: str, said: str
) -> None:
    line = change(folder.path, "rubric.py", old, new)
    with pytest.raises(CourseError) as refused:
        load.stored(folder)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{folder.path / 'rubric.py'}, line {line}: ")
    assert refused.value.exit_status == 2


@pytest.mark.parametrize(
    ("old", "new", "said", "entry"),
    [
        ('probe="draw",', 'probe="drow",', "there are no cases for the probe 'drow'.", 'Satisfies("drawn"'),
        ('outputs=("dy",)', 'outputs=("slope",)', "gives no output 'slope'", 'Matches("square_slope"'),
        ('outputs=("dy",)', 'outputs="dy"', f"outputs {NAMES}", 'Matches("square_slope"'),
        ('reduce="elementwise"', 'reduce="mean"', "reduce is one of sum, elementwise.", "Differentiates("),
        ('wrt={"x": "dy"}', 'wrt=["x"]', "wrt must map inputs", "Differentiates("),
        ("consistent=0.5", "consistent=50", "consistent is a fraction of the points", "Differentiates("),
        ("consistent=0.5", "step=0", "step must be a small number above 0.", "Differentiates("),
        ('rule=all_of(has_shape("numbers", from_inputs=("n",)), moments("numbers"))', "rule=len", "rule must be a Rule",
         'Satisfies("drawn"'),
        ("total=12", "total=13", "the items add up to 12 points, but total says 13.", "RUBRIC ="),
        ("total=12", "total='12'", "total must be a number of points", "RUBRIC ="),
        ("total=12", "total=12, limits=5", "limits must be Limits(...).", "RUBRIC ="),
        ('files=("toy.py",)', 'files="toy.py"', "files must be a tuple of file names", "RUBRIC ="),
        ('files=("toy.py",)', 'files=("../toy.py",)', "'../toy.py' must be a path inside of what", "RUBRIC ="),
        ('defines={"toy.py"', 'defines={"tow.py"', "defines names the file 'tow.py', which is none of", "RUBRIC ="),
        ('RubricItem("writeup", "Questions", by_hand=2),', '"writeup",', "items must hold RubricItem(...)", "RUBRIC ="),
    ],
)  # fmt: skip
def test_the_line_is_that_of_the_entry_also_when_the_slip_stands_further_down(
    folder: AssignmentFolder, old: str, new: str, said: str, entry: str
) -> None:
    change(folder.path, "rubric.py", old, new)
    before = (folder.path / "rubric.py").read_text().partition(entry)[0]
    with pytest.raises(CourseError) as refused:
        load.stored(folder)
    assert said in str(refused.value)
    assert f"rubric.py, line {before.count(chr(10)) + 1}: " in str(refused.value)


COMMANDS = {
    "run": ["run", "work", "--quiet"],
    "with jobs": ["run", "work", "work", "--jobs", "2"],
    "precheck": ["precheck", "work"],
    "handout": ["handout", "toy", "--out", "toy.zip"],
    "regenerate": ["regenerate"],
    "check": ["regenerate", "--check"],
}


def work(course: Path) -> Path:
    toy.hand_in(course / "work")
    return course / "reference" / "toy"


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_command_finds_a_broken_rubric_and_writes_nothing(course: Path, words: list[str]) -> None:
    line = change(work(course), "rubric.py", 'RubricItem("line"', 'RubricItem("square"')
    assert f"toy/rubric.py, line {line}: two entries are called rubric item 'square'" in refusal(course, *words)
    assert not (course / "reports").exists()
    assert not (course / "toy.zip").exists()


@pytest.mark.parametrize(
    "command", [name for name in COMMANDS if name != "precheck"]
)  # which has no hidden cases to look into
def test_every_command_finds_a_name_that_no_case_has(course: Path, command: str) -> None:
    change(work(course), "rubric.py", '"wide_hidden"', '"wider"')
    kept = {path: path.read_bytes() for path in (course / "reference/toy/expected").iterdir()}
    said = refusal(course, *COMMANDS[command])
    assert re.search(r"rubric\.py, line \d+: check 'square_wide': the probe 'square' has no case 'wider'\.$", said)
    assert {path: path.read_bytes() for path in (course / "reference/toy/expected").iterdir()} == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"raise SystemExit(0)\n", "rubric.py, line 1: SystemExit: 0"),
        (b"\ndef f(): f()\nf()\n", "line 2: RecursionError"),
        (b"raise ValueError('a\\nb')\n", "line 1: ValueError: a b"),
        (b"x = '\xe9'\n", "rubric.py, line 1 is no UTF-8: save the file in that encoding."),
        (b"x = 1\n\0\n", "rubric.py: source code string cannot contain null bytes."),
        (b"x = " + b"(" * 300, "line 1: too many nested parentheses."),
        (None, "rubric.py cannot be read: Is a directory."),
    ],
)
def test_a_rubric_that_cannot_be_run_is_refused(course: Path, text: bytes | None, said: str) -> None:
    rubric = work(course) / "rubric.py"
    if text is None:
        shutil.copy(rubric, course / "kept.py")
        shutil.copytree(rubric.parent, rubric.parent.with_name("other"))  # so that there is a course at all
        rubric.unlink()
        rubric.mkdir()
        with pytest.raises(CourseError, match=said):
            _ = AssignmentFolder(rubric.parent).rubric
        return
    rubric.write_bytes(text)
    assert said in refusal(course, "work")


def test_what_a_rubric_prints_stays_out_of_the_report(course: Path) -> None:
    change(work(course), "rubric.py", "RUBRIC =", "print('hello')\nRUBRIC =")
    done = grade(course, "work", "--format", "json", "--out", "-")
    assert json.loads(done.stdout)["score"] == toy.POINTS
    assert done.stderr == "hello\n"


def test_a_byte_order_mark_is_no_fault(course: Path) -> None:
    rubric = work(course) / "rubric.py"
    rubric.write_bytes(b"\xef\xbb\xbf" + rubric.read_bytes())
    assert AssignmentFolder(rubric.parent).rubric.total == 12


def damage(name: str, data: bytes | None) -> Callable[[Path], object]:
    """Return what writes, or with None deletes, one file of the expected outputs."""

    def done(folder: Path) -> None:
        path = folder / "expected" / name
        path.unlink()
        if data is not None:
            path.write_bytes(data)

    return done


def cut(folder: Path) -> object:
    path = folder / "expected/public.npz"
    return path.write_bytes(path.read_bytes()[:-1])


def swap(folder: Path) -> object:
    return shutil.copy(folder / "expected/hidden.npz", folder / "expected/public.npz")


BROKEN = {
    "no manifest": (damage("manifest.json", None), "has no expected outputs yet."),
    "no JSON": (damage("manifest.json", b'{"format": 1,'), "manifest.json cannot be read."),
    "endless JSON": (damage("manifest.json", b"[" * 100_000), "manifest.json cannot be read."),
    "no text": (damage("manifest.json", b"\xff\xfe"), "manifest.json cannot be read."),
    "no archive": (damage("public.npz", None), "public.npz cannot be read: No such file or directory."),
    "cut": (cut, "public.npz is damaged: its content is not what manifest.json says."),
    "exchanged": (swap, "public.npz is damaged: its content is not what manifest.json says."),
    "stale": (lambda folder: change(folder, "cases.py", "11", "12"), "was made from another version of cases.py."),
}


@pytest.mark.parametrize("command", ["run", "precheck", "handout"])
@pytest.mark.parametrize("kind", BROKEN)
def test_expected_outputs_that_cannot_be_trusted_are_refused_with_what_mends_them(
    course: Path, kind: str, command: str
) -> None:
    breaking, said = BROKEN[kind]
    breaking(work(course))
    found = refusal(course, *COMMANDS[command])
    assert said in found
    assert found.endswith("Run `grade regenerate toy`.")


@pytest.mark.parametrize("kind", BROKEN)
def test_regenerating_mends_every_one_of_them(folder: AssignmentFolder, warm: Warm, kind: str) -> None:
    BROKEN[kind][0](folder.path)
    regenerate.write(folder, warm)
    assert len(list(load.stored(AssignmentFolder(folder.path)))) == 7


def test_an_archive_that_the_manifest_vouches_for_but_nobody_can_read_is_damaged(folder: AssignmentFolder) -> None:
    place = folder.path / "expected"
    manifest = json.loads((place / "manifest.json").read_text())
    (place / "public.npz").write_bytes(b"no zip")
    manifest["archives"]["public"] = hashlib.sha256(b"no zip").hexdigest()
    (place / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CourseError, match=r"public\.npz is damaged \(BadZipFile"):
        load.stored(folder)


@pytest.mark.parametrize("command", ["run", "precheck", "handout"])
def test_a_missing_driver_is_called_missing(course: Path, command: str) -> None:
    (work(course) / "driver.py").unlink()
    assert refusal(course, *COMMANDS[command]).endswith("reference/toy/driver.py is missing.")


@pytest.mark.parametrize("name", ["rubric.py", "driver.py", "solution/toy.py", "expected/public.npz"])
def test_a_file_of_the_course_that_may_not_be_read_is_named(course: Path, name: str) -> None:
    (work(course) / name).chmod(0)
    assert f"reference/toy/{name} cannot be read: Permission denied." in unprivileged.refusal(course, "work")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["work", "--assignment", "Toi"], "has no assignment 'Toi'. Did you mean 'toy'? It has: toy."),
        (["work", "--assignment", "hw7"], "has no assignment 'hw7'. It has: toy."),
        (["work", "--only", "squaer_slope"], "check 'squaer_slope'. Did you mean 'square_slope'? It has: drawn"),
        (["precheck", "work", "--only", "lien"], "check 'lien'. Did you mean 'line'?"),
        (["regenerate", "toi"], "There is no assignment 'toi'. Did you mean 'toy'? There are: toy."),
        (["handout", "tyo", "--out", "x.zip"], "has no assignment 'tyo'. Did you mean 'toy'?"),
        (["work", "--course", "nowhere"], "nowhere is no course"),
        (["work", "--course", "work/toy.py"], "work/toy.py is no course"),
    ],
)
def test_a_wrong_name_is_answered_with_the_one_that_may_be_meant(course: Path, words: list[str], said: str) -> None:
    work(course)
    assert said in refusal(course, *words)


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_without_a_course_every_command_says_how_to_name_one(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "reference" / "toy").mkdir(parents=True)
    toy.hand_in(tmp_path / "work")
    assert "No course found" in refusal(tmp_path, *words)
