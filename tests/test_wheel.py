"""The wheel: the engine and nothing else, whoever builds it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

import grader
from grader import wheel

ROOT = Path(__file__).parents[1]
ENGINE = {
    path.relative_to(ROOT).as_posix()
    for path in Path(grader.__file__).parent.rglob("*")
    if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in path.parts)
}
DATA = {
    "grader/py.typed",
    "grader/engine/pytest.ini",
    "grader/report/report.html",
    "grader/report/report.css",
    "grader/report/schema.json",
    "grader/report/catalogue/de.toml",
    "grader/sandbox/acts.py",
    "grader/sandbox/child/confine/landlock.py",
}


@pytest.fixture(scope="module")
def built() -> bytes:
    return wheel.build()


def test_it_holds_the_engine_and_its_metadata_and_nothing_else(built: bytes) -> None:
    names = set(zipfile.ZipFile(io.BytesIO(built)).namelist())
    info = {name for name in names if ".dist-info/" in name}
    assert {name.split("/")[1] for name in info} == {"METADATA", "WHEEL", "RECORD", "entry_points.txt"}
    assert names - info == ENGINE
    assert names >= DATA


def test_caches_and_notes_beside_the_engine_stay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copytree(ROOT / "grader", tmp_path / "grader")
    for name in (".mypy_cache/3.11/a.py", "engine/notes.txt", "__pycache__/cli.pyc", ".env"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("")
    before = wheel.build()
    monkeypatch.setattr(grader, "__file__", str(copy / "__init__.py"))
    assert wheel.build() == before


def test_the_same_engine_gives_the_same_bytes(built: bytes) -> None:
    assert wheel.build() == built


@pytest.mark.skipif(find_spec("pip") is None, reason="no pip here")
def test_pip_installs_it_and_the_installed_command_runs(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / wheel.file_name()
    path.write_bytes(built)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--no-compile", "--target", tmp_path / "site", path], check=True, capture_output=True)
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    said = subprocess.run(
        [tmp_path / "site" / "bin" / "grade", "--version"], env=env, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == f"grade, version {grader.__version__}"


@pytest.mark.skipif(find_spec("setuptools") is None, reason="no setuptools here")
def test_the_build_that_pyproject_describes_holds_the_same_files(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"  # with something in every folder that must not be taken
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "grader", copy / "grader", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for folder in ("reference/toy/solution", "tests/engine", "student_template/toy", "reports"):
        (copy / folder).mkdir(parents=True)
        (copy / folder / "secret.py").write_text("")
    script = "from setuptools import setup; setup(script_args=['-q', 'build', '--build-lib', 'out'])"
    subprocess.run([sys.executable, "-c", script], cwd=copy, check=True, capture_output=True)
    assert {path.relative_to(copy / "out").as_posix() for path in (copy / "out").rglob("*") if path.is_file()} == ENGINE
