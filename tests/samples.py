"""Make the sample reports and the pictures that the README shows anew: `make samples`.

The pictures are taken with Chromium where there is one; otherwise the old ones stay.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader import expected
from grader.course import AssignmentFolder
from grader.diagnose import catalogue
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
CHECK = "#check-tanh_derivative"  # a failed one that is explained in every way


def main() -> None:
    """Grade one sample, write its reports, and picture them."""
    folder = AssignmentFolder(ROOT / "reference" / "cmu_hw1p1")
    known = expected.load(folder)
    mistakes = catalogue.when_asked(folder.path / "expected", known.sha256)
    job = Job(folder, known, Settings(folder.rubric.limits), mistakes)
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
        sys.stderr.write(f"The pictures stay as they are: {browser.ABSENT}.\n")


def picture(path: str) -> None:
    """Picture the beginning of the page, and one check of it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only a browser needs it

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=browser.ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1100, "height": 1500}, color_scheme="light")
        page.goto((PLACE / "report.html").as_uri())
        page.screenshot(path=PLACE / "report.png")
        page.locator(CHECK).screenshot(path=PLACE / "check.png")
        chromium.close()


if __name__ == "__main__":
    main()
