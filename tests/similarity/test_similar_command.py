"""`grade similar`, as an instructor meets it: over a gradebook of made reports and the download that they came from."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import hashes
from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.errors import UsageError
from grader.report.as_json import to_json
from grader.score import CaseResult, CheckResult, Diagnosis, ItemResult, ScoreReport
from grader.similarity import sources, tokens
from grader.similarity.evidence import Work
from tests.command import grade, refusal

if TYPE_CHECKING:
    from pathlib import Path

LOOP = "\n".join(f"    total_{n} = first[{n}] * second[{n + 1}] + third(first, {n})" for n in range(20))
ONE = f"def slope(first, second):\n{LOOP}\n    return total_3\n"
RENAMED = f"# mine\n{ONE}".replace("first", "a").replace("second", "b").replace("total_", "sum_")
OTHER = "class Net:\n    def __init__(self):\n        self.parts = [x ** 2 for x in range(9) if x % 3]\n" * 5
DIGESTS = {"ana": "odd", "ben": "odd", "cem": "known", "dora": "known", "eve": ""}
CODE = {"ana": ONE, "ben": RENAMED, "cem": OTHER, "dora": ONE, "eve": ONE}


def report(name: str) -> ScoreReport:
    known = (Diagnosis("negated", "Your slope has the opposite sign."),) if DIGESTS[name] == "known" else ()
    case = CaseResult("far", "hidden", "wrong", digest=DIGESTS[name])
    check = CheckResult("slope_values", "Slope", "wrong", 0.0, 2.0, cases=(case,), diagnosis=known)
    items = (ItemResult("slope", "Slope", 0.0, 2.0, checks=(check,)),)
    files = {"net.py": "work/net.py", "notes.pdf": "notes.pdf"}
    return ScoreReport("toy", "Toy", name, 0.0, 2.0, "graded", "strict", {}, items, files=files)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a folder with a download of five, their gradebook, and starter code."""
    (tmp_path / "reference/toy").mkdir(parents=True)
    (tmp_path / "reference/toy/rubric.py").touch()
    (tmp_path / "student_template/toy").mkdir(parents=True)
    (tmp_path / "student_template/toy/net.py").write_text("# starter\n")
    with Gradebook(_made(tmp_path / "reports") / "gradebook.sqlite") as book:
        run = book.begin("toy", "settings")
        for name, code in CODE.items():
            (_made(tmp_path / "class" / name / "work") / "net.py").write_text(code)
            (tmp_path / "class" / name / "notes.pdf").write_bytes(b"private")
            (tmp_path / "class" / name / "work" / "secret.py").write_text(f"name = {name!r}\n")
            result = Result("graded", 0.1, 0.0, 2.0, to_json(report(name)), "{}")
            content = hashes.of_files(tmp_path / "class" / name)
            handed = Handed((Person(name, f"={name.title()} Ng"),), 1, name, content, "s")
            book.add(run, handed, result, "graded", "It was handed in.")
    return tmp_path


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_rare_wrong_results_are_shown_and_explained_ones_with_the_reason(course: Path) -> None:
    done = grade(course, "similar")
    assert done.returncode == 0
    assert "1. =Ana Ng, =Ben Ng  (weight 1.3)\n   slope_values (case far): the same in 2 of 5\n" in done.stdout
    assert "a known mistake explains it (negated)" in done.stdout


def test_json_holds_what_it_means_and_everything_that_was_found(course: Path) -> None:
    told: dict[str, Any] = json.loads(grade(course, "similar", "--json").stdout)
    assert "never a mark" in told["meaning"]
    assert [[told["works"][place]["submission"] for place in one["works"]] for one in told["groups"]] == [
        ["ana", "ben"]
    ]
    assert told["silent"][0]["reason"] == "explained"


def test_one_submission_of_a_group_is_not_similar_to_itself(tmp_path: Path) -> None:
    with Gradebook(_made(tmp_path / "reports") / "gradebook.sqlite") as book:
        run = book.begin("toy", "settings")
        result = Result("graded", 0.1, 0.0, 2.0, to_json(report("ana")), "{}")
        book.add(run, Handed((Person("a"), Person("b")), 1, "a+b", "c", "s"), result, "graded", "x")
    told = json.loads(grade(tmp_path, "similar", "--json").stdout)
    assert (told["groups"], told["alike"], told["works"][0]["people"]) == ([], [], ["a", "b"])


def test_code_is_laid_out_with_required_source_files_only_and_starter_code_apart(course: Path) -> None:
    done = grade(course, "similar", "--from", "class", "--export", "out/code")
    assert done.returncode == 0, done.stderr
    assert tree(course / "out" / "code") == {
        **{f"submissions/{name}/net.py": code for name, code in CODE.items()},
        "starter/net.py": "# starter\n",
    }


def test_numbered_folders_do_not_tell_who_and_the_key_lies_beside_them(course: Path) -> None:
    grade(course, "similar", "--from", "class", "--export", "code", "--anonymous")
    folders = sorted(path.name for path in (course / "code" / "submissions").iterdir())
    assert folders == ["0001", "0002", "0003", "0004", "0005"]
    rows = list(csv.DictReader((course / "code-key.csv").read_text().splitlines()))
    assert {row["submission"] for row in rows} == set(CODE)
    assert all(row["people"].startswith("'=") for row in rows)  # no spreadsheet computes a name
    for row in rows:
        assert (course / "code/submissions" / row["folder"] / "net.py").read_text() == CODE[row["submission"]]


def test_of_a_notebook_the_source_that_was_made_of_it_is_laid_out(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ["def slope(x):\n", "    return x\n"], "metadata": {}, "outputs": []}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell | {"execution_count": None}]}
    handed = _made(tmp_path / "class") / "ana.ipynb"
    handed.write_text(json.dumps(notebook))
    work = Work(("Ana",), "ana", hashes.of_files(handed))
    (tmp_path / "class" / "ben.py").write_text("x = 1\n")
    ((_, files),) = sources.read(tmp_path / "class", "plain", [work], [{"net.py": "ana.py"}])
    assert b"def slope(x):" in files["net.py"]


def test_who_changed_since_it_was_graded_is_named_and_left_out(course: Path) -> None:
    (course / "class/ben/work/net.py").write_text("changed = 1\n")
    done = grade(course, "similar", "--from", "class", "--export", "code")
    assert "No code of 1 in class, as it was graded: ben" in done.stdout
    assert not (course / "code/submissions/ben").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--export", "code"], "name the platform's download with --from"),
        (["--from", "class", "--export", "reports"], "reports is there already. Choose another folder with --export."),
        (["--from", "nowhere", "--export", "code"], "There is no file or folder nowhere."),
        (["--gradebook", "none.sqlite"], "There is no gradebook none.sqlite"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(course: Path, words: list[str], said: str) -> None:
    assert said in refusal(course, "similar", *words)
    assert not (course / "code").exists()


def test_without_the_package_tokens_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "copydetect", None)
    with pytest.raises(UsageError, match=r"pip install 'backgrade\[similarity\]'"):
        tokens.ready()


def test_renamed_code_is_alike_and_starter_code_is_not_counted() -> None:
    pytest.importorskip("copydetect", reason="copydetect is not installed: pip install -e .[similarity]")
    alike = tokens.compare({0: ONE, 1: RENAMED, 2: OTHER})
    assert [(one.first, one.second) for one in alike] == [(0, 1)]
    assert min(alike[0].of_first, alike[0].of_second) > 0.9
    assert tokens.compare({0: ONE, 1: RENAMED}, [ONE]) == []


def test_old_reports_without_hashes_have_nothing_in_common(course: Path) -> None:
    with Gradebook(course / "reports" / "gradebook.sqlite") as book:
        run = book.begin("toy", "older")
        for name in ("ana", "ben"):
            made = report(name)
            check = replace(made.items[0].checks[0], cases=())
            made = replace(made, items=(replace(made.items[0], checks=(check,)),))
            result = Result("graded", 0.1, 0.0, 2.0, to_json(made), "{}")
            handed = Handed((Person(name),), 1, name, f"new {name}", "s")
            book.add(run, handed, result, "regraded", "It changed.")
    assert "Nothing is shared that is not explained below." in grade(course, "similar").stdout
