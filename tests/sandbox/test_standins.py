"""Packages that are absent where work is graded get a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.in_child import answer

if TYPE_CHECKING:
    from pathlib import Path


def value(tmp_path: Path, source: str) -> object:
    return answer(tmp_path, {"hw1.py": source}, "explained(lambda: load('hw1.py').value)")


@pytest.mark.parametrize(
    "lines",
    [
        "fig, ax = plt.subplots()\nax.plot([1, 2])",
        "fig, (a, b, c) = plt.subplots(1, 3, figsize=(9, 3))\na.set_title('loss')\nc.legend()",
        "fig, axes = plt.subplots(2, 2)\naxes[0, 1].imshow([[1]])\naxes.flat[0].axis('off')",
        "line, = plt.plot([1])\nline.set_color('r')",
        "n, bins, patches = plt.hist([1])",
        "first, *rest = plt.plot([1])",
        "for ax in plt.subplots(2)[1]:\n    ax.plot([1])",
        "with plt.style.context('ggplot'):\n    plt.figure().add_subplot(111)",
        "plt.rcParams['figure.figsize'] = (4, 3)\nplt.rcParams.update({})",
        "width = 2 * plt.gca().get_position().width + 1",
        "plt.show()\nplt.close('all')",
        "from mpl_toolkits.mplot3d import Axes3D",
        "from matplotlib import cm, pyplot\nimport matplotlib\nmatplotlib.use('TkAgg')",
        "from matplotlib.pyplot import *\nfigure(); plot([1]); show()",
        "class Mine(plt.Axes):\n    pass\nMine()",
    ],
)
def test_plotting_does_nothing(tmp_path: Path, lines: str) -> None:
    assert value(tmp_path, f"import matplotlib.pyplot as plt\n{lines}\nvalue = 1\n") == 1


@pytest.mark.parametrize(
    "lines",
    [
        "from tqdm import tqdm\nvalue = sum(tqdm([1, 2, 3], desc='epoch'))",
        "import tqdm\nvalue = sum(tqdm.tqdm(range(4)))",
        "from tqdm.auto import trange\nvalue = sum(trange(1, 4))",
        "from tqdm.notebook import tqdm\nbar = tqdm([6])\nfor value in bar: bar.set_postfix(a=1)",
        "from tqdm import tqdm\nwith tqdm(total=3) as bar:\n    bar.update(1)\nvalue = 6",
    ],
)
def test_a_progress_bar_passes_its_iterable_through(tmp_path: Path, lines: str) -> None:
    assert value(tmp_path, lines) == 6


@pytest.mark.parametrize(
    "lines",
    [
        "import pandas as pd\ndef f(x: pd.DataFrame): pass",
        "from scipy.special import expit",
        "import torch.nn as nn\nclass Net(nn.Module):\n    def forward(self, x): return self.conv(x)",
        "import torch\nhelped = isinstance(1, torch.Tensor)",
        "from google.colab import drive\ndrive.mount('/content')",
        "from IPython.display import clear_output\nclear_output(wait=True)",
    ],
)
def test_an_import_that_is_not_needed_does_no_harm(tmp_path: Path, lines: str) -> None:
    assert value(tmp_path, f"{lines}\nvalue = 1\n") == 1


@pytest.mark.parametrize(
    ("lines", "package"),
    [
        ("import pandas as pd\nvalue = pd.read_csv('x.csv')", "pandas"),
        ("from scipy.special import expit\nvalue = expit(0)", "scipy"),
        ("import torch\nimport types\nvalue = types.new_class('Net', (torch.nn.Module,))(3)", "torch"),
        ("import torch\nvalue = torch.pi * 2", "torch"),
        ("import pandas\nfor value in pandas.columns: pass", "pandas"),
    ],
)
def test_using_an_absent_package_says_so(tmp_path: Path, lines: str, package: str) -> None:
    said = value(tmp_path, lines)
    assert isinstance(said, dict)
    assert said["exception"] == "ModuleNotFoundError"
    assert said["detail"] == f"{package} is not available where this is graded; it was imported in hw1.py"


@pytest.mark.parametrize("caught", ["ImportError", "(OSError, ImportError)", "Exception", ""])
def test_a_guarded_import_gets_the_honest_error(tmp_path: Path, caught: str) -> None:
    assert value(tmp_path, f"try:\n    import pandas\n    value = 0\nexcept {caught}:\n    value = 1\n") == 1


def test_an_unknown_package_is_an_error(tmp_path: Path) -> None:
    said = value(tmp_path, "import no_such_package")
    assert isinstance(said, dict)
    assert said["detail"] == "No module named 'no_such_package'"


def test_a_library_that_looks_for_an_absent_package_is_not_deceived(tmp_path: Path) -> None:
    setup = "load('hw1.py')\nlibrary = compile('import pandas', '/usr/lib/some_library.py', 'exec')"
    said = answer(tmp_path, {"hw1.py": ""}, "explained(lambda: exec(library, {}))", setup)
    assert said["exception"] == "ModuleNotFoundError"


def test_what_was_stood_in_for_is_noted_once(tmp_path: Path) -> None:
    hw1 = "import matplotlib.pyplot as plt\nfrom matplotlib import cm\nimport pandas, tqdm\n"
    notes = answer(tmp_path, {"hw1.py": hw1}, "child.load.notes()", "load('hw1.py')")
    assert notes == [
        f"hw1.py (line {line}) imports {name}. {name} is absent where this is graded, and {consequence}."
        for line, name, consequence in [
            (1, "matplotlib", "its calls do nothing"),
            (3, "pandas", "whatever uses it fails"),
            (3, "tqdm", "it shows no progress"),
        ]
    ]
