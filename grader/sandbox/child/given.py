"""Put correct stand-ins in place of parts of a submission, in the fork of one probe.

So a part that fails is judged by itself, and what builds on it is judged apart from it. Stand-ins are public: the
submission runs beside them and may read them.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List

if TYPE_CHECKING:
    from .load import Code


def before(function: Callable[..., Any], names: List[str], source: str, root: str) -> Callable[..., Any]:
    """Return a probe that puts stand-ins in place at its first call: what is in their way is told as its failure."""
    done: List[bool] = []

    def probe(code: Code, **inputs: Any) -> Any:
        if not done:
            put(code, names, source, root)
            done.append(True)
        return function(code, **inputs)

    return probe


def put(code: Code, names: List[str], source: str, root: str) -> None:
    """Replace `names` of the submission by what `source`, a file stand_ins.py, has for them in STAND_INS.

    "Linear" replaces a function or class wherever a module of the submission holds it; "net.py:forward" is that of one
    of several required files. What stands for a method, "Net.backward", is a function that is given the submission's
    class and changes it.
    """
    module = ModuleType("stand_ins")
    exec(compile(source, "stand_ins.py", "exec"), module.__dict__)  # noqa: S102 - the course's own
    stand_ins: Dict[str, Any] = module.__dict__["STAND_INS"]
    for name in names:
        file, _, plain = name.rpartition(":")
        owner, _, method = plain.partition(".")
        part = code[file] if file else code
        if method:
            stand_ins[name](getattr(part, owner))
        else:
            _replace(part, plain, stand_ins[name], [*part.modules.values(), *_modules(root)])


def _replace(code: Code, name: str, stand_in: Any, modules: List[ModuleType]) -> None:
    own = next((vars(module)[name] for module in code.modules.values() if name in vars(module)), None)
    for module in modules:
        for held, value in list(vars(module).items()):
            if value is own and own is not None:
                setattr(module, held, stand_in)
    if own is None:  # never written: every file that might need it gets it, and that in which it should be
        for file, names in code.modules.defines.items():
            if name in names and file not in code.modules:
                code.modules[file] = ModuleType(file)
        for module in code.modules.values():
            setattr(module, name, stand_in)


def _modules(root: str) -> Iterator[ModuleType]:
    """Yield all modules that were imported of the submission."""
    inside = os.path.join(os.path.realpath(root), "")
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and os.path.realpath(file).startswith(inside):
            yield module
