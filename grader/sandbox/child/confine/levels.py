"""The declared levels, and the order in which their layers are put on."""

from __future__ import annotations

import os
import tempfile
from typing import Any, Dict, List, Tuple

from . import landlock, limits, namespaces, privileges, seccomp

LEVELS = ("strict", "landlock", "process")


def confine(level: str, config: Dict[str, Any]) -> List[str]:
    """Confine this process and all that follow; return the layers in force, in words.

    Afterwards the submission is at config["root"] and may write below config["scratch"] only; both are rewritten to
    the paths inside. The current folder is the scratch folder. config["walled"] tells whether every process that this
    one can signal belongs to the submission, config["tightened"] whether its forks are
    to make no processes, since nothing bounds their number.
    """
    if level not in LEVELS:
        raise OSError("there is no such level")
    layers = ["separate process", "clean environment"]
    limits.die_with_parent()
    limits.adopt_orphans()
    limits.first_to_go()
    config.update(walled=level == "strict", tightened=False)
    alone = level == "strict"
    wanted: Tuple[int, ...] = ()
    if level == "strict":
        bound = [(config["root"], "/submission")]
        namespaces.enter_root(config["point"], config["visible"], config["hidden"], bound)
        config.update(root="/submission", scratch="/scratch", visible=["/"])
        wanted = (namespaces.INNER_ID,)
        layers += ["user, mount, PID, network, IPC and UTS namespaces", "minimal read-only root"]
    else:
        everyone = privileges.reachable_by_all([*config["visible"], config["root"], config["scratch"]])
        wanted = (privileges.own_id(), namespaces.NOBODY) if everyone else ()
    os.chdir(config["scratch"])
    tempfile.tempdir = config["scratch"]
    os.environ.update(HOME=config["scratch"], TMPDIR=config["scratch"])
    if level != "process":
        alone |= privileges.drop(wanted) == privileges.own_id()
        readable = [*config["visible"], config["root"]]
        version = landlock.restrict(readable, [config["scratch"], "/dev/null"])
        config["walled"] = alone or version >= landlock.SCOPES_SIGNALS
        config["tightened"] = not alone
        seccomp.refuse()
        layers += ["no privileges", "Landlock ABI %d" % version, "seccomp filter"]
    limits.undumpable()
    limits.die_with_parent()  # changing the user id clears it
    limits.apply(config["limits"], alone=alone, mapped=config.get("mapped", 0))
    return [*layers, "resource limits" if alone else "resource limits (processes are not counted apart)"]
