"""Make a virtual environment with pip, also on a Debian whose Python came without `venv`'s pip (python3-venv).

Usage: python3 .ci/make_venv.py FOLDER
"""

import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import venv


def main(folder):
    """Make the environment; fetch pip from the package index when Python brings none along."""
    if sys.version_info < (3, 11):
        sys.exit(
            "backgrade needs Python 3.11 or newer; this is %s. Try: make PYTHON=python3.12" % sys.version.split()[0]
        )
    try:
        import ensurepip  # noqa: F401

        venv.create(folder, with_pip=True)
    except (ImportError, subprocess.CalledProcessError):
        venv.create(folder, with_pip=False, clear=True)
        wheel = fetch_pip(folder)
        python = os.path.join(folder, "bin", "python")
        subprocess.run([python, os.path.join(wheel, "pip"), "install", "-q", wheel], check=True)
        os.remove(wheel)


def fetch_pip(folder):
    """Download pip's newest wheel from the package index and return its path; a wheel can be run as it is."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    with urllib.request.urlopen(index) as page:
        links = re.findall(r'href="([^"]+/(pip-([\d.]+)-py3-none-any\.whl)[^"]*)"', page.read().decode())
    link, name, _ = max(links, key=lambda found: [int(part) for part in found[2].split(".") if part])
    path = os.path.join(folder, name)
    urllib.request.urlretrieve(urllib.parse.urljoin(index, link), path)
    return path


if __name__ == "__main__":
    main(sys.argv[1])
