"""Which assignment a submission belongs to, when nobody says so: recognised by names and definitions, or asked for."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from grader import crowd, detect, which
from grader.course import assignments
from grader.rubric import Assignment, Limits
from grader.sandbox.host import Settings
from grader.sandbox.warm import Warm
from tests import toy
from tests.command import grade, refusal, report

ROOT = Path(__file__).parents[1]
SUBMISSIONS = sorted(path.parent for path in ROOT.glob("tests/submissions/*/*/expect.json"))
NAMES = {"toy.py": "other.py", "Square": "Cube", "loss": "cost", "gradient": "slope", "draw": "sample"}
WHY = "toy: toy.py was handed in, and it defines 4 of 4 names."


def renamed(text: str) -> str:
    for old, new in NAMES.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f"class {old}", f"class {new}")
        text = text.replace(f"def {old}(", f"def {new}(")
    return text


@pytest.fixture
def two(course: Path) -> Path:
    """Return a course of two assignments that ask for different files and names."""
    rubric = toy.write(course, "other") / "rubric.py"
    rubric.write_text(renamed(rubric.read_text()))
    return course


def other(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "other.py").write_text(renamed(toy.SOLUTION))
    return folder


def assignment(slug: str, files: tuple[str, ...], **defines: tuple[str, ...]) -> Assignment:
    return Assignment(
        slug, title=slug, files=files, defines={f"{k}.py": v for k, v in defines.items()}, total=0, items=()
    )


def facts(*functions: str, ok: bool = True) -> dict[str, object]:
    return {"ok": ok, "classes": {}, "functions": {name: {} for name in functions}}


class TestFit:
    ONE = assignment("one", ("a.py", "b.py"), a=("f", "g"), b=("h", "k"))

    def test_counts_files_by_name_and_definitions(self) -> None:
        fit = detect.fit(self.ONE, ["A.py", "b.py", "notes.txt"], {"A.py": facts("f"), "b.py": facts("h", "k")})
        assert str(fit) == "one (2 of 2 files, 3 of 4 names)"
        assert fit.why == "one: a.py and b.py were handed in, and they define 3 of 4 names."

    def test_takes_definitions_wherever_they_stand(self) -> None:
        fit = detect.fit(self.ONE, ["all.py"], {"all.py": facts("f", "g", "h", "k")})
        assert fit.why == "one: the files have other names, but they define 4 of 4 names."
        assert detect.best([fit]) == fit

    def test_looks_for_nothing_in_a_file_that_is_no_python(self) -> None:
        fit = detect.fit(self.ONE, ["a.py", "b.py"], {"a.py": facts(ok=False), "b.py": facts("h", "k")})
        assert (fit.defined, fit.wanted) == (2, 2)

    def test_a_name_alone_is_no_evidence_against_a_file_that_can_be_read(self) -> None:
        fit = detect.fit(self.ONE, ["a.py", "b.py"], {"a.py": facts("main"), "b.py": facts()})
        assert detect.best([fit]) is None

    @pytest.mark.parametrize(("name", "defined", "clear"), [("a.py", 1, False), ("a.py", 2, True), ("x.py", 2, False)])
    def test_a_part_of_the_definitions_is_enough_where_the_file_has_its_name(
        self, name: str, defined: int, clear: bool
    ) -> None:
        rubric = assignment("one", ("a.py",), a=("f", "g", "h", "k"))
        fit = detect.fit(rubric, [name], {name: facts(*"fghk"[:defined])})
        assert (detect.best([fit]) is not None) == clear

    def test_a_text_of_the_right_type_counts_for_one_of_another_name(self) -> None:
        rubric = assignment("one", ("a.py", "text.pdf"), a=("f",))
        worth = [
            detect.fit(rubric, ["a.py", name], {"a.py": facts("f")}).worth for name in ("x.txt", "x.pdf", "text.pdf")
        ]
        assert worth[0] < worth[1] < worth[2] == 1

    def test_two_that_fit_alike_are_not_told_apart(self) -> None:
        again = assignment("two", ("a.py",), a=("f", "g"))
        said = {"a.py": facts("f", "g")}
        fits = [detect.fit(rubric, ["a.py"], said) for rubric in (assignment("one", ("a.py",), a=("f", "g")), again)]
        assert detect.best(fits) is None


@pytest.mark.parametrize("slug", sorted({path.parent.name for path in SUBMISSIONS}))
def test_no_sample_submission_is_taken_for_another_assignment_or_for_many(slug: str) -> None:
    rubrics = [folder.rubric for folder in assignments(ROOT).values()]
    settings = Settings(Limits(), least="landlock")
    paths = [path for path in SUBMISSIONS if path.parent.name == slug]
    with Warm() as own:
        for path in paths:
            found = detect.best(which._fits(path, rubrics, own, settings, None))
            adapted = path.name.startswith("adapted")  # whose names nobody could know
            assert (found.slug if found else "asked") == ("asked" if adapted else slug), path
            assert not any(which.hand_ins(path, rubric) or crowd.hand_ins(path, rubric) for rubric in rubrics), path


class TestRun:
    def test_recognises_the_assignment_and_says_why(self, two: Path) -> None:
        work = toy.hand_in(two / "work")
        found = report(two, work)
        assert found["assignment"] == "toy"
        assert found["score"] == toy.POINTS
        assert f"The assignment was recognised. {WHY}" in found["notes"]
        assert WHY in " ".join(grade(two, work).stdout.split())

    def test_says_it_on_standard_error_where_no_report_is_shown(self, two: Path) -> None:
        done = grade(two, toy.hand_in(two / "work"), "--quiet")
        assert done.stderr == "grade: taken for submissions of toy.\n"

    def test_asks_when_nothing_fits_and_lists_how_well_each_does(self, two: Path) -> None:
        said = refusal(two, toy.hand_in(two / "work", "x = 1\n"))
        assert "fits no assignment of the course" in said
        assert "choose one with --assignment: toy (1 of 1 files, 0 of 4 names), other (0 of 1 files, 0 of 4" in said

    def test_asks_when_two_fit_alike(self, course: Path) -> None:
        toy.write(course, "twin")
        said = refusal(course, toy.hand_in(course / "work"))
        assert "fits several assignments about as well" in said
        assert "--assignment: toy (1 of 1 files, 4 of 4 names), twin (1 of 1 files, 4 of 4 names)." in said

    def test_refuses_a_run_of_two_assignments_and_names_the_first_that_disagrees(self, two: Path) -> None:
        paths = [toy.hand_in(two / "a"), other(two / "b"), toy.hand_in(two / "c")]
        said = refusal(two, *paths)
        assert f"{two / 'b'} is of another assignment than {two / 'a'}, which is of toy. other: other.py was" in said

    def test_one_that_cannot_be_told_or_read_is_graded_as_the_others_are(self, two: Path) -> None:
        (two / "empty").mkdir()
        done = grade(two, toy.hand_in(two / "a"), toy.hand_in(two / "blank", "x = 1\n"), two / "empty", "--quiet")
        assert done.returncode == 2
        assert "empty is empty" in done.stderr
        assert "blank" in done.stdout
        notes = (two / "reports" / "blank.html").read_text()
        assert "recognised by other submissions of this run: toy." in notes

    def test_an_adapter_counts_as_handed_in(self, two: Path) -> None:
        (two / "adapter").mkdir()
        (two / "adapter" / "toy.py").write_text("from mine import Square, loss, gradient, draw\n")
        work = toy.hand_in(two / "work")
        (work / "toy.py").rename(work / "mine.py")
        assert report(two, work, "--adapter", two / "adapter")["assignment"] == "toy"

    def test_warns_of_work_for_another_assignment_than_the_one_named(self, two: Path) -> None:
        found = report(two, other(two / "b"), "--assignment", "toy")
        assert any(note.startswith("This looks like work for another assignment than toy") for note in found["notes"])
        assert not any("recognised" in note for note in found["notes"])

    def test_does_not_warn_of_the_right_one_or_of_work_that_is_half_done(self, two: Path) -> None:
        half = toy.SOLUTION[: toy.SOLUTION.index("def gradient")]
        for name, text in {"whole": toy.SOLUTION, "half": half, "blank": "x = 1\n"}.items():
            assert report(two, toy.hand_in(two / name, text), "--assignment", "toy")["notes"] == []

    def test_the_course_itself_is_no_submission(self, two: Path) -> None:
        assert "holds the reference of" in refusal(two, ".")


class TestManyInOneFolder:
    def test_a_class_folder_is_refused_with_the_words_to_type(self, course: Path) -> None:
        for name in ("ana", "ben", "cem"):
            toy.hand_in(course / "class" / name)
        (course / "class" / "late").mkdir()
        (course / "class" / "late" / "named_otherwise.py").write_text(toy.SOLUTION)
        said = refusal(course, "run", "class")
        assert "class holds 4 hand-ins: `grade batch class` grades the class, `grade class/*` each of them." in said

    def test_a_folder_of_archives_is_too(self, two: Path) -> None:
        (two / "class").mkdir()
        for name in ("ana.zip", "ben.zip"):
            with zipfile.ZipFile(two / "class" / name, "w") as archive:
                archive.writestr("toy.py", toy.SOLUTION)
        assert "class holds 2 hand-ins" in refusal(two, "run", "class")

    @pytest.mark.parametrize(
        ("beside", "inside", "count"),
        [
            ("cem.py", "toy.py", 2),
            ("cem.py", "ana/Toy.py", 2),
            ("toy.py", "toy.py", 0),
            ("cem.ipynb", "toy.py", 0),
            ("cem.py", "data.csv", 0),
        ],
    )
    def test_a_stray_file_beside_whole_archives_does_not_make_them_one(
        self, course: Path, beside: str, inside: str, count: int
    ) -> None:
        (course / "class").mkdir()
        (course / "class" / beside).write_text("x = 1\n")
        (course / "class" / "dora.zip").write_text("no archive")
        for name in ("ana.zip", "ben.zip"):
            with zipfile.ZipFile(course / "class" / name, "w") as archive:
                archive.writestr(inside, toy.SOLUTION)
        assert which.hand_ins(course / "class", assignments(course)["toy"].rubric) == count

    @pytest.mark.parametrize("beside", ["toy.py", "main.ipynb"])
    def test_old_versions_beside_the_work_do_not_make_it_many(self, course: Path, beside: str) -> None:
        work = toy.hand_in(course / "work" / "old").parent
        shutil.copytree(work / "old", work / "older")
        rubric = assignments(course)["toy"].rubric
        assert which.hand_ins(work, rubric) == 2
        (work / beside).write_text("")
        assert which.hand_ins(work, rubric) == 0

    def test_one_in_a_wrapping_folder_is_one(self, course: Path) -> None:
        toy.hand_in(course / "class" / "ana")
        assert report(course, "class")["score"] == toy.POINTS


def test_a_report_names_what_can_be_given_to_only(course: Path) -> None:
    work = toy.hand_in(course / "work", toy.HALF_SLOPE)
    text = grade(course, work).stdout
    assert "A square  square\n" in text
    assert "square_slope" in text
    page = (course / "reports/work.student.html").read_text()
    assert 'A square <code class="id">square</code>' in page
    assert "Questions <code" not in page  # which are marked by hand
