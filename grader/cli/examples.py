"""Examples that the help of each command ends with. A test parses every one of them."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "run": (
        "grade submission/                              # the same as `grade run submission/`",
        "grade class/* --jobs 4 --quiet --assignment toy",
        "grade ana.zip --only linear -- -k backward     # one item, and of it the checks whose name has this word",
    ),
    "precheck": (
        "grade precheck --watch",
        "grade precheck work.py --explain linear_forward",
    ),
    "marks": (
        "grade marks toy -o marks.csv                   # fill it in, then: grade class/* --marks marks.csv",
        "grade marks toy reports/ana.json -o -",
    ),
    "regenerate": (
        "grade regenerate toy",
        "grade regenerate --check                       # all of the course; 1 when anything drifted",
    ),
    "handout": (
        "grade handout toy -o toy.zip",
        "grade handout toy -o toy.zip --with-dependencies",
    ),
    "list": ("grade list", "grade list --json"),
    "rubric": (
        "grade rubric toy",
        "grade rubric toy --format html -o rubric.html",
        "grade rubric toy --json",
    ),
    "new": ("grade new my_assignment",),
    "doctor": ("grade doctor", "grade doctor --child-python /usr/bin/python3 --json"),
    "rescore": (
        "grade rescore --kept kept -o rescored          # all that `grade run --keep kept` kept",
        "grade rescore ana ben --quiet",
    ),
    "near": ("grade near", "grade near reports --json"),
    "diff": ("grade diff reports rescored", "grade diff before/ana.json after/ana.json --json"),
    "explain": (
        "grade explain reports/ana.json linear_forward",
        "grade explain reports/ana.json linear_forward --json",
    ),
    "batch": (
        "grade batch submissions.zip --roster class.csv",
        "grade batch class --attempt best --due 2026-10-01T23:59:00+02:00",
        "grade batch submissions.zip --marks marks.csv  # once more, with points given by hand",
    ),
    "history": ("grade history ana@uni.edu", "grade history ana --json"),
    "class": (
        "grade class --roster class.csv                 # writes reports/class.html",
        "grade class --anonymous -o for-the-lecture.html",
        "grade class --json",
    ),
    "similar": (
        "grade similar",
        "grade similar --from submissions.zip --export code --anonymous",
        "grade similar --from submissions.zip --tokens",
    ),
    "export": (
        "grade export --to canvas --into grades.csv -o upload.csv",
        "grade export --to moodle --into worksheet.csv --comments -o upload.csv",
        "grade export --to csv -o grades.csv",
    ),
    "platform": (
        "grade platform gradescope toy -o upload        # a zip to upload, and what to do with it",
        "grade platform autolab toy -o upload --isolation landlock",
    ),
    "platform-run": ("grade platform-run markus --package backgrade.zip --submission . --results -",),
    "audit": ("grade audit toy", "grade audit --out audit.html --quiet"),
    "completion": (
        'eval "$(grade completion bash)"                # in ~/.bashrc; for zsh alike in ~/.zshrc',
        "grade completion fish > ~/.config/fish/completions/grade.fish",
    ),
}


def epilog(name: str) -> str | None:
    r"""Return the examples of a command as the end of its help; \b keeps its lines."""
    lines = EXAMPLES.get(name, ())
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)]) if lines else None
