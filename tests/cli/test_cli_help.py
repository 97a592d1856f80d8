"""Every command explains itself with examples that work, and a shell can complete what is typed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from grader.cli import main
from tests.command import GRADE, grade
from tests.exports import class_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def commands(group: click.Group = main, before: Sequence[str] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with the words that name it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield " ".join((*before, name)), command


COMMANDS = dict(commands())
ROOT = Path(__file__).parents[2]
BASH = shutil.which("bash") or ""


def examples(name: str) -> list[str]:
    """Return the examples that a command's help shows, as a shell would be given them."""
    told = COMMANDS[name].get_help(click.Context(COMMANDS[name], info_name=name, max_content_width=110))
    return re.findall(r"^ +(?:eval \"\$\()?(grade .+?)(?:\)\" .*)?$", told.partition("Examples:")[2], re.MULTILINE)


def parsed(words: Sequence[str]) -> str:
    """Parse words as the command line does, without running anything; return the command that they name."""
    context = main.make_context("grade", list(words))
    names = []
    while isinstance(context.command, click.Group):
        name, command, rest = context.command.resolve_command(context, [*context._protected_args, *context.args])
        assert command is not None
        names.append(str(name))
        context = command.make_context(name, rest, parent=context)
    return " ".join(names)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_examples_that_are_right(name: str) -> None:
    shown = examples(name)
    assert 1 <= len(shown) <= 3
    for line in shown:
        assert parsed(shlex.split(line.partition(">")[0], comments=True)[1:]) == name
    assert all(len(line) <= 110 for line in shown)


def test_an_example_with_an_option_that_is_none_would_be_found() -> None:
    with pytest.raises(click.NoSuchOption):
        parsed(["batch", "class", "--gone"])
    with pytest.raises(click.BadParameter):
        parsed(["export", "--to", "gone", "-o", "x"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(tmp_path: Path, shell: str) -> None:
    done = grade(tmp_path, "completion", shell)
    assert done.returncode == 0
    assert f"_GRADE_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.skipif(not BASH, reason="there is no bash here")
def test_a_shell_completes_by_the_script(tmp_path: Path) -> None:
    script = grade(tmp_path, "completion", "bash").stdout
    typed = f'{script}\nCOMP_WORDS=({GRADE} hi); COMP_CWORD=1; _grade_completion {GRADE}; echo "${{COMPREPLY[@]}}"'
    said = subprocess.run([BASH, "--norc", "-c", typed], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout == "history\n"


COMPLETED = {
    "a command": ("his", ["plain,history"]),
    "an option": ("batch x --att", ["plain,--attempt"]),
    "an option of the whole": ("--vers", ["plain,--version"]),
    "a choice": ("export --to bl", ["plain,blackboard"]),
    "an assignment": ("rubric TO", ["plain,toy"]),
    "an assignment of a submission": ("work --assignment t", ["plain,toy"]),
    "an assignment of a course elsewhere": ("audit --course nowhere t", []),
    "a layout": ("batch x --layout ma", ["plain,markus"]),
    "a person": ("history ad", ["plain,ada@uni.edu"]),
    "a person of no gradebook": ("history --gradebook none.sqlite a", []),
    "an assignment of a gradebook": ("export --assignment h", ["plain,hw1"]),
    "a check of a report": ("explain report.json b", []),
    "a submission": ("wor", ["file,wor"]),
    "a folder": ("batch x --out re", ["dir,re"]),
}


@pytest.mark.parametrize(("typed", "expected"), COMPLETED.values(), ids=COMPLETED.keys())
def test_what_is_known_is_completed_and_nothing_goes_wrong(
    finished_toy: Path, tmp_path: Path, typed: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reference").symlink_to(finished_toy / "reference")
    (tmp_path / "reports").mkdir()
    class_book.make(tmp_path / "reports/gradebook.sqlite")
    monkeypatch.setenv("_GRADE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"grade {typed}")
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split())))
    done = grade(tmp_path)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, expected, "")


def shown_in_pages() -> Iterator[tuple[str, str]]:
    """Yield page and command for every line of a code block that begins with `grade`."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for block in re.findall(r"^```\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL):
            for line in re.findall(r"^(?:\.venv/bin/)?grade( .*)$", block, re.MULTILINE):
                yield page.name, line


def test_every_command_that_a_page_shows_is_one() -> None:
    shown = list(shown_in_pages())
    assert len({page for page, _ in shown}) > 8
    for page, line in shown:
        try:
            parsed(shlex.split(line, comments=True))
        except click.ClickException as error:
            pytest.fail(f"{page}: grade{line}: {error.format_message()}")


def test_a_command_is_told_in_one_whole_sentence_on_a_narrow_terminal() -> None:
    told = main.get_help(click.Context(main, info_name="grade", terminal_width=78)).partition("Commands:")[2]
    assert "  precheck " in told
    assert [line for line in told.splitlines() if line.endswith("...")] == []


def test_the_page_of_commands_names_every_one() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    shown = [name for name, command in COMMANDS.items() if not command.hidden]
    assert [name for name in shown if f"| `grade {name}" not in page] == []
