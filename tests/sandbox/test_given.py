"""Stand-ins are put in place of a submission's parts wherever it holds them; a hostile one gains nothing by them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.child import given
from grader.sandbox.child.load import Code, Missing, Modules
from grader.sandbox.host import Call, Given

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import OpenSession

    Put = Callable[..., Code]

STAND_INS = """\
class Sigmoid:
    slope = "given"


def forward(x):
    return ("given", x)


def doubling(net_class):
    before = net_class.backward
    net_class.backward = lambda self, x: 2 * before(self, x)


STAND_INS = {"Sigmoid": Sigmoid, "forward": forward, "a.py:forward": forward, "Net.backward": doubling}
"""


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Return what puts stand-ins into modules that are given as texts, those with `beside` imported by the others."""

    def module(name: str, text: str) -> ModuleType:
        made = ModuleType(name)
        made.__file__ = str(tmp_path / f"{name}.py")
        monkeypatch.setitem(sys.modules, name, made)
        exec(text, made.__dict__)  # noqa: S102 - the texts of this file
        return made

    def putting(*names: str, beside: str = "", **files: str) -> Code:
        module("beside", beside)
        written = {f"{name}.py": module(name, text) for name, text in files.items()}
        code = Code(Modules(written, defines={"layer.py": ("Sigmoid",), "other.py": ("Other",)}))
        given.put(code, list(names), STAND_INS, str(tmp_path))
        return code

    return putting


class TestANameIsReplaced:
    def test_where_it_is_defined_and_called(self, put: Put) -> None:
        code = put("forward", a="def forward(x): return x\ndef loss(x): return forward(x)")
        assert code.forward(1) == code.loss(1) == ("given", 1)

    def test_where_it_was_imported_to_under_whatever_name(self, put: Put) -> None:
        own = "class Sigmoid: slope = 'own'"
        code = put("Sigmoid", beside=own, a="from beside import Sigmoid as S\nfrom beside import Sigmoid", b="x = 1")
        assert code.S.slope == code.Sigmoid.slope == sys.modules["beside"].__dict__["Sigmoid"].slope == "given"

    def test_where_it_was_never_written(self, put: Put) -> None:
        code = put("Sigmoid", a="def layer(): return Sigmoid()", b="x = 1")
        assert code.layer().slope == code["b.py"].Sigmoid.slope == "given"

    def test_where_the_file_in_which_it_should_be_was_not_handed_in(self, put: Put) -> None:
        code = put("Sigmoid", a="x = 1")
        assert code["layer.py"].Sigmoid.slope == "given"
        with pytest.raises(Missing):
            code["other.py"]

    def test_but_not_there_where_it_was_written_elsewhere(self, put: Put) -> None:
        code = put("Sigmoid", a="class Sigmoid: slope = 'own'")
        assert code.Sigmoid.slope == "given"
        with pytest.raises(Missing):
            code["layer.py"]

    def test_in_one_of_several_files_alone(self, put: Put) -> None:
        own = "def forward(x): return ('own', x)"
        code = put("a.py:forward", a=own, b=own)
        assert (code["a.py"].forward(1), code["b.py"].forward(1)) == (("given", 1), ("own", 1))

    def test_and_other_things_of_that_name_are_left_alone(self, put: Put) -> None:
        code = put("Sigmoid", beside="Sigmoid = 7", a="class Sigmoid: slope = 'own'\nimport beside")
        assert (code.Sigmoid.slope, code.beside.Sigmoid) == ("given", 7)

    def test_and_nothing_outside_of_the_submission(self, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
        elsewhere = ModuleType("elsewhere")
        elsewhere.__dict__["held"] = len
        monkeypatch.setitem(sys.modules, "elsewhere", elsewhere)
        code = put("forward", a="forward = len")
        assert (code.forward([1]), elsewhere.__dict__["held"]) == (("given", [1]), len)


class TestAMethod:
    NET = "class Net:\n    def backward(self, x): return x\n"

    def test_is_changed_in_the_class_so_that_its_children_have_it_too(self, put: Put) -> None:
        code = put("Net.backward", a=self.NET + "class Deep(Net): pass")
        assert (code.Net().backward(3), code.Deep().backward(3)) == (6, 6)

    def test_of_a_class_that_was_never_written_is_missing(self, put: Put) -> None:
        with pytest.raises(Missing, match="`Net` is not defined"):
            put("Net.backward", a="x = 1")


DRIVER = """\
def layer(code, x):
    yield {"sigmoid": code.Sigmoid(x)}
    yield {"net": code.net(x)}
"""
REAL = "def Sigmoid(x):\n    return 1.0\n\n\nSTAND_INS = {'Sigmoid': Sigmoid, 'Net.forward': lambda c: c.x}\n"
WRONG = "def Sigmoid(x):\n    return 5.0\n\ndef net(x):\n    return 3.0 + Sigmoid(x)\n"
HOSTILE = {
    "setattr does nothing": "import builtins\nbuiltins.setattr = lambda *_: None\n",
    "exec gives another file": (
        "import builtins\nkept = builtins.exec\n"
        "builtins.exec = lambda source, names: kept('STAND_INS = {\"Sigmoid\": Sigmoid}', names)\n"
    ),
    "builtins are gone": "import builtins\nfor name in ('getattr', 'vars', 'compile'): delattr(builtins, name)\n",
    "the module forgets what it is told": (
        "import sys\nclass Stubborn(type(sys)):\n    def __setattr__(self, name, value): pass\n"
        "sys.modules[__name__].__class__ = Stubborn\n"
    ),
}


class TestInASession:
    def test_the_stand_in_is_there_for_that_call_and_gone_after_it(self, open_session: OpenSession) -> None:
        with open_session(DRIVER, net=WRONG) as session:
            assert session.load({"net.py": "net.py"}).failure is None
            assert outputs(session, Given(("Sigmoid",), REAL)) == {"sigmoid": 1.0, "net": 4.0}
            assert outputs(session, Given()) == {"sigmoid": 5.0, "net": 8.0}

    def test_one_that_cannot_be_put_in_place_is_a_failure_of_that_call(self, open_session: OpenSession) -> None:
        with open_session(DRIVER, net=WRONG) as session:
            session.load({"net.py": "net.py"})
            (reply,) = session.probe("layer", [Call({"x": 0})], given=Given(("Net.forward",), REAL))
            assert reply.failure is not None
            assert (reply.failure.kind, reply.outputs) == ("missing", {})
            assert "`Net` is not defined" in reply.failure.message
            assert outputs(session, Given()) == {"sigmoid": 5.0, "net": 8.0}

    @pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
    def test_a_submission_that_is_in_the_way_has_its_own_values_or_none(
        self, hostile: str, open_session: OpenSession
    ) -> None:
        with open_session(DRIVER, net=WRONG + hostile) as session:
            session.load({"net.py": "net.py"})
            found = outputs(session, Given(("Sigmoid",), REAL))
            assert found in ({}, {"sigmoid": 5.0, "net": 8.0}, {"sigmoid": 1.0, "net": 4.0})


def outputs(session: Any, parts: Given) -> dict[str, float]:
    (reply,) = session.probe("layer", [Call({"x": 0})], given=parts)
    return {name: float(value.array) for name, value in reply.outputs.items()}
