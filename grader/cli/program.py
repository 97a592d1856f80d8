"""`grade` as a program: the command that a first word stands for, and one sentence for whatever goes wrong."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli import streams
from grader.errors import GradeError, GraderError
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Place(click.ParamType[Path]):
    """A path; an empty word, as an unset variable of a shell leaves it, is none."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the word as a path."""
        if value == "":
            self.fail("an empty word names nothing; say `.` for the folder that you are in.", param, ctx)
        return Path(value)

    def shell_complete(self, _: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        """Let the shell complete a file or a folder."""
        return _by_the_shell(incomplete, "dir" if getattr(param, "metavar", "") == "DIR" else "file")


def _by_the_shell(incomplete: str, kind: str) -> list[CompletionItem[Any]]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type=kind)]


def _interpreter(_: click.Context, __: click.Parameter, value: str) -> str:
    """Find an interpreter as a shell would; the child starts it from another folder, with a PATH of its own."""
    found = shutil.which(Path(value).expanduser())
    return str(Path(found).absolute()) if found else value


child_python = click.option(
    "--child-python",
    default=sys.executable,
    callback=_interpreter,
    metavar="PATH",
    help="Run student code with this Python.",
)


class Commands(click.Group):
    """`grade SUBMISSION` is short for `grade run SUBMISSION`; every sentence of an error ends the same way."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the command when the first word is none, and keep what follows `--` for pytest."""
        if "--" in args:
            place = args.index("--")
            args, ctx.obj = args[:place], args[place + 1 :]
        else:
            ctx.obj = []
        own = {"--help", "-h", "--version"}
        if args and args[0] not in self.commands and args[0] not in own:
            self._refuse_mistyped(args, ctx)
            args = ["run", *args]
        if not args and not ctx.resilient_parsing:  # as a shell parses that completes a word
            args = ["--help"]
        return super().parse_args(ctx, args)

    def _refuse_mistyped(self, args: list[str], ctx: click.Context) -> None:
        """Refuse a first word that is no file and nearly a command, so that what follows is not graded for it."""
        word = args[0]
        if ctx.resilient_parsing or not word.isalpha() or os.path.lexists(word):
            return
        near = did_you_mean(word, self.commands)
        if near:
            raise click.UsageError(f"There is no command {word!r}, nor a file or folder of this name.{near}", ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """Complete a command or option; where none begins so, the first word is a submission."""
        return super().shell_complete(ctx, incomplete) or _by_the_shell(incomplete, "file")

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run as a program: whatever goes wrong ends in one sentence and an exit status."""
        streams.prepare()
        for number in STOPPING:
            if signal.getsignal(number) != signal.SIG_IGN:  # as nohup and a shell's background jobs have it
                signal.signal(number, _interrupt)
        sys.unraisablehook = _interrupt_again
        status = self._status(*args, **extra)
        try:
            streams.finish()
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                status = 130
            elif status != 2:  # or it is said already
                status = _say(streams.complaint(error), 2)
        sys.exit(status)

    def _status(self, *args: Any, **extra: Any) -> int:
        """Run the command; return the exit status that it ends with."""
        try:
            return int(super().main(*args, **{**extra, "standalone_mode": False}) or 0)
        except SystemExit as end:  # click has completed a word (0); or nobody reads what click or rich print
            return 130 if end.code else 0
        except GradeError as error:
            return _say(str(error), error.exit_status)
        except click.ClickException as error:
            return _say(_with_hint(error), error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            return 130
        except Exception as error:  # noqa: BLE001 - nothing a user does may end in a traceback
            return _failed(error)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; take a reader of the output who went away for one who stops it, as Ctrl-C does."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            if not streams.reader_is_gone():
                raise GraderError("A pipe inside the grader broke: please report it.") from None
            raise click.exceptions.Exit(130) from None


def _interrupt(*_: Any) -> None:
    """Stop at the first Ctrl-C, and let nothing disturb the cleaning up that follows."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _interrupt_again(ignored: sys.UnraisableHookArgs) -> None:
    """Stop after all, a moment later, when the first Ctrl-C came where Python lets no exception through.

    That is in finalizers and in callbacks of weak references, of which each import has one.
    """
    if ignored.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(ignored)
        return
    signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.01)


def _failed(error: Exception) -> int:
    if sys.flags.dev_mode:
        raise error
    if isinstance(error, OSError) and streams.is_about_the_disk(error):
        return _say(streams.about_the_disk(error), 2)
    return _say(_own_fault(error), 3)


def _say(text: str, status: int) -> int:
    """Print one sentence on standard error, as long as there is one."""
    from grader.report.escape import one_line

    with contextlib.suppress(OSError):
        click.echo(f"grade: {one_line(text)}", err=True)
    return status


def _with_hint(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    said = error.format_message().rstrip()
    ended = said if said.endswith((".", "?", "!")) or not context else f"{said}."
    return ended + (f" See `{context.command_path} --help`." if context else "")


def _own_fault(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}, line {place.lineno}"
    return (
        f"The grader itself failed in {where}: {type(error).__name__}: {error}. "
        "Please report it; with PYTHONDEVMODE=1 in the environment you see the whole traceback."
    )
