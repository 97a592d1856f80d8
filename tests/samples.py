"""Make the sample reports that the README shows anew: `make samples`.

The picture is taken with Chromium where there is one; otherwise the old one stays.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from grader import expected
from grader.course import AssignmentFolder
from grader.engine.run import Job, grade
from grader.files import write_text
from grader.report.as_html import to_html
from grader.report.as_json import to_json
from grader.report.redact import for_student
from grader.sandbox.host import Settings
from grader.sandbox.warm import Warm
from grader.score import ScoreReport
from tests import browser

ROOT = Path(__file__).parent.parent
SUBMISSION = ROOT / "tests" / "submissions" / "cmu_hw1p1" / "several_mistakes"
PLACE = ROOT / "reports" / "sample"
WINDOW = ["--headless", "--hide-scrollbars", "--window-size=1100,1500"]


def main() -> None:
    """Grade one sample and write its reports and their picture."""
    folder = AssignmentFolder(ROOT / "reference" / "cmu_hw1p1")
    job = Job(folder, expected.load(folder), Settings(folder.rubric.limits))
    with Warm() as warm:
        (report,) = grade(job, warm, [("several_mistakes", SUBMISSION)])
    if not isinstance(report, ScoreReport):
        raise report
    for name, version in (("report", report), ("report.student", for_student(report))):
        write_text(PLACE / f"{name}.html", to_html(version))
        write_text(PLACE / f"{name}.json", to_json(version))
    if path := browser.find():
        picture(path)
    else:
        sys.stderr.write(f"The picture stays as it is: {browser.ABSENT}.\n")


def picture(path: str) -> None:
    """Picture the beginning of the page with a browser."""
    with tempfile.TemporaryDirectory() as profile:
        place = [f"--user-data-dir={profile}", f"--screenshot={PLACE / 'report.png'}"]
        command = [path, *browser.ARGUMENTS, *WINDOW, *place, (PLACE / "report.html").as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
