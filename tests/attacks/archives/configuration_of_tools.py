"""A zip with every file that Python or pytest read by themselves

Tries: conftest.py, pytest.ini, sitecustomize.py, .pth files and modules called like those that a grader imports, each of
  which leaves a file in /tmp when the trusted side runs it.
Must: they are files of a submission: nothing outside of the sandbox reads them, and they change no marks.
Deserves: 10
"""

from tests.attacks.packing import RIGHT, zipped

LEAVE = b"open('/tmp/backgrade-attack-imported', 'a').close()\n"
CODE = ("conftest.py", "sitecustomize.py", "usercustomize.py", "pytest.py", "json.py", "grader/__init__.py", "rubric.py")
WORDS = {
    "pytest.ini": b"[pytest]\naddopts = -p conftest --maxfail=0\npython_files = *.py\n",
    "pyproject.toml": b"[tool.pytest.ini_options]\naddopts = '-p conftest'\n",
    "setup.cfg": b"[tool:pytest]\naddopts = -p conftest\n",
    "tox.ini": b"[pytest]\naddopts = -p conftest\n",
    "poison.pth": b"import conftest\n",
    "python311._pth": b".\nimport site\n",
    "pyvenv.cfg": b"home = .\n",
    ".env": b"PYTHONPATH=.\n",
}


def build(folder):
    code = [(name, LEAVE) for name in CODE]
    return zipped(folder / "tools.zip", [("toy.py", RIGHT), *code, *WORDS.items()])
