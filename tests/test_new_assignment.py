"""A new assignment: the skeleton works at once, and the page on writing one can be followed to the letter."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from grader.course import AssignmentFolder
from tests.command import GRADE, grade, refusal, report, verdicts

PAGE = (Path(__file__).parents[1] / "docs" / "writing-an-assignment.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def write_files(course: Path, block: str) -> None:
    """Write each file of a block of code; a line that is a comment with its path begins it."""
    parts = re.split(r"^# (\S+\.py)\n", block, flags=re.MULTILINE)
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        (course / name).write_text(text)


def run_commands(course: Path, block: str) -> list[tuple[str, str, str]]:
    """Run each line of a block; return the line, what the page says that it prints, and what it printed."""
    said = []
    env = {**os.environ, "PATH": f"{Path(GRADE).parent}:{os.environ['PATH']}"}
    for line in block.splitlines():
        done = subprocess.run(line, shell=True, cwd=course, env=env, capture_output=True, text=True, check=False)  # noqa: S602
        assert done.returncode == 0, (line, done.stderr)
        said.append((line, line.partition("# -> ")[2], done.stdout))
    return said


class TestThePage:
    def test_it_is_short(self) -> None:
        assert len(PAGE.splitlines()) < 60

    def test_it_can_be_followed_to_the_letter(self, tmp_path: Path) -> None:
        promises = []
        for kind, block in BLOCKS:
            if kind == "python":
                write_files(tmp_path, block)
            else:
                promises += [entry for entry in run_commands(tmp_path, block) if entry[1]]
        assert len(promises) == 3
        for line, promised, printed in promises:
            assert promised in printed, line
        self.loses_what_its_mistakes_say(tmp_path)

    def loses_what_its_mistakes_say(self, course: Path) -> None:
        source = (course / "reference/leaky/solution/leaky.py").read_text()
        (course / "work").mkdir()
        (course / "work/leaky.py").write_text(source.replace("1.0, a)", "1.0, 0.0)"))
        assert verdicts(report(course, "work")) == {"value": "passed", "slope": "wrong"}


class TestNew:
    @pytest.fixture
    def begun(self, tmp_path: Path) -> Path:
        assert grade(tmp_path, "new", "first").returncode == 0
        assert grade(tmp_path, "regenerate", "first").returncode == 0
        return tmp_path

    def test_the_skeleton_works_at_once(self, begun: Path) -> None:
        found = report(begun, begun / "reference/first/solution")
        assert found["score"] == found["max_score"] > 0
        assert set(verdicts(found).values()) == {"passed"}
        assert grade(begun, "regenerate", "--check").returncode == 0

    def test_its_starter_code_earns_nothing(self, begun: Path) -> None:
        assert grade(begun, "handout", "first", "--out", "given").returncode == 0
        assert report(begun, begun / "given")["score"] == 0

    def test_its_mistakes_lose_exactly_what_they_say(self, begun: Path) -> None:
        folder = AssignmentFolder(begun / "reference/first")
        source = {"work.py": (folder.solution / "work.py").read_text()}
        assert folder.mistakes
        for mistake in folder.mistakes:
            (begun / mistake.id).mkdir()
            (begun / mistake.id / "work.py").write_text(mistake.apply(source)["work.py"])
            found = verdicts(report(begun, mistake.id))
            assert {check for check, verdict in found.items() if verdict != "passed"} == set(mistake.loses)

    def test_it_goes_into_the_course_that_the_user_is_in_or_names(self, begun: Path) -> None:
        (begun / "below").mkdir()
        assert grade(begun / "below", "new", "second").returncode == 0
        assert (begun / "reference/second/rubric.py").is_file()
        done = grade(begun, "new", "third", "--course", "elsewhere")
        assert (begun / "elsewhere/reference/third/rubric.py").is_file()
        assert done.stdout.splitlines()[-1] == "Now: grade regenerate third --course elsewhere"

    @pytest.mark.parametrize("name", ["", "../up", "with space", "a/b", ".hidden"])
    def test_refuses_a_name_that_is_no_word(self, tmp_path: Path, name: str) -> None:
        assert "cannot name an assignment" in refusal(tmp_path, "new", name)

    def test_overwrites_nothing(self, begun: Path) -> None:
        assert "is there already" in refusal(begun, "new", "first")

    def test_a_handout_is_no_course(self, begun: Path) -> None:
        assert grade(begun, "handout", "first", "--out", "given").returncode == 0
        assert "is a handout" in refusal(begun / "given", "new", "second")
