"""The command `grade`. Heavy imports wait until a command needs them.

Exit status: 0 done (whatever the score), 1 something was found (drift by `regenerate --check`, changes by `diff`,
something to mend by `audit`, a grade without a place by `export`), 2 usage or what cannot be read, 3 a fault of the
grader (the report says INCOMPLETE), 130 interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.cli import completing
from grader.cli.audit import audit
from grader.cli.batch import BATCH
from grader.cli.classes import CLASS
from grader.cli.examples import epilog
from grader.cli.export import export
from grader.cli.options import grading
from grader.cli.platforms import PLATFORM
from grader.cli.program import Commands, Place, child_python
from grader.cli.results import REGRADING, reporting
from grader.cli.shell import completion

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="grade")
def main() -> None:
    """Grade hand-written neural networks against a reference.

    `grade SUBMISSION ...` grades a folder, a .py file, a notebook, a .zip or a .tar.gz and writes its reports. Words
    after `--` go to pytest: `grade submission/ -- -k sigmoid`.

    Exit status: 0 graded or done, 1 something found: drift by `regenerate --check`, changes by `diff`, something to
    mend by `audit`, a grade without a place by `export`; 2 wrong usage or what cannot be read, 3 a fault of the grader
    itself, 130 interrupted.
    """


@main.command("run")
@click.argument("submissions", nargs=-1, required=True, type=Place(), metavar="SUBMISSION...")
@grading
@reporting("reports")
@click.option("--jobs", "-j", type=click.IntRange(min=1), default=1, metavar="N", help="Grade N submissions at a time.")
@click.option("--keep", type=Place(), metavar="DIR", help="Keep there what comes back, for `grade rescore`.")
@click.option("--adapter", type=Place(), metavar="PATH", help="Lay these files over each submission, to map its names.")
@click.pass_context
def run(
    ctx: click.Context, /, submissions: tuple[Path, ...], out: Path, formats: tuple[str, ...], **options: Any
) -> None:
    """Grade SUBMISSIONs and write a report for each."""
    from grader.cli import running

    if str(out) == "-" and len(formats) != 1:
        raise click.UsageError("With --out - name one --format to print.")
    ctx.exit(running.run(submissions, str(out), formats, ctx.find_root().obj, options))


@main.command("precheck")
@click.argument("submission", required=False, type=Place())
@grading
@click.option("--watch", is_flag=True, help="Run again at each save.")
@click.option("--quiet", "-q", is_flag=True, help="One line only.")
@click.pass_context
def precheck(ctx: click.Context, /, submission: Path | None, watch: bool, **options: Any) -> None:
    """Run the public checks on your work.

    By default that is the folder of the unpacked handout.
    """
    from grader.cli import prechecking

    ctx.exit(prechecking.precheck(submission, watch, ctx.find_root().obj, options))


@main.command("marks")
@click.argument("slug", shell_complete=completing.slugs)
@click.argument("reports", nargs=-1, type=Place(), metavar="[REPORT.json]...")
@click.option("--course", type=Place(), metavar="DIR")
@click.option("--out", "-o", type=Place(), default="marks.csv", metavar="FILE.csv", help="`-` prints to stdout.")
def marks(slug: str, reports: tuple[Path, ...], course: Path | None, out: Path) -> None:
    """Make the sheet in which people give points by hand.

    It is for the reports in reports/ or those named. Fill in points and comment, in any spreadsheet, and grade again
    with --marks.
    """
    from grader.cli import tending

    tending.marks(slug, reports, course, out)


@main.command("regenerate")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=completing.slugs)
@click.option("--course", type=Place(), metavar="DIR")
@click.option("--check", is_flag=True, help="Write nothing; report drift beyond 1e-12 and stale hashes.")
@click.option("--data", type=Place(), metavar="DIR", help="Make cases of the data there, not of bundled data.")
@child_python
@click.pass_context
def regenerate(
    ctx: click.Context, /, slugs: tuple[str, ...], course: Path | None, child_python: str, **options: Any
) -> None:
    """Make the expected outputs anew from the reference."""
    from grader.cli import tending

    ctx.exit(tending.regenerate(slugs, course, child_python, **options))


@main.command("handout")
@click.argument("slug", shell_complete=completing.slugs)
@click.option("--course", type=Place(), metavar="DIR")
@click.option("--out", "-o", type=Place(), required=True, metavar="FILE.zip")
@click.option("--with-dependencies", is_flag=True, help="Add NumPy and the rest for this platform, to install offline.")
def handout(slug: str, course: Path | None, out: Path, with_dependencies: bool) -> None:
    """Make what students receive: starter code and public cases.

    The engine is in it, too, as a wheel. A FILE without an ending becomes a folder: the unpacked form, without the
    wheel.
    """
    from grader.cli import tending

    tending.handout(slug, course, out, dependencies=with_dependencies)


@main.command("list")
@click.option("--course", type=Place(), metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def listing(course: Path | None, *, as_json: bool) -> None:
    """Show the assignments of the course.

    With points, checks, cases and the state of the expected outputs.
    """
    from grader.cli import tending

    tending.listing(course, as_json=as_json)


@main.command("rubric")
@click.argument("slug", shell_complete=completing.slugs)
@click.option("--course", type=Place(), metavar="DIR")
@click.option(
    "--format", "kind", type=click.Choice(["text", "markdown", "html", "json"]), default="text", show_default=True
)
@click.option("--json", "kind", flag_value="json", help="For a program; short for `--format json`.")
@click.option("--out", "-o", type=Place(), default="-", metavar="FILE", help="By default it is printed.")
def rubric(slug: str, course: Path | None, kind: str, out: Path) -> None:
    """Show a rubric as a page: items, checks, points, limits.

    With tolerances, and what form and time cost.
    """
    from grader.cli import tending

    tending.rubric(slug, course, kind, out)


@main.command("new")
@click.argument("slug")
@click.option("--course", type=Place(), metavar="DIR", help="The course; it is made when it is none yet.")
def new(slug: str, course: Path | None) -> None:
    """Make the skeleton of an assignment, which works at once.

    It is the folder reference/SLUG/.
    """
    from grader.cli import tending

    tending.new(slug, course)


@main.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@child_python
@click.pass_context
def doctor(ctx: click.Context, /, child_python: str, *, as_json: bool) -> None:
    """Try what this machine offers to confine a submission."""
    from grader.cli import tending

    ctx.exit(tending.doctor(child_python, as_json=as_json))


for command in (*REGRADING, *BATCH, *CLASS, *PLATFORM, audit, export, completion):
    main.add_command(command)
for name, listed in main.commands.items():
    listed.epilog = epilog(name)
