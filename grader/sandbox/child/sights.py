"""What a confined child may see of the file system: the interpreter, the packages asked for, shared libraries."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from typing import Dict, Iterable, List, Set


def visible(packages: Iterable[str] = ()) -> Dict[str, List[str]]:
    """Return {"visible": paths to show, "hidden": folders inside them to show empty}.

    Called after `packages`, all that students may use, have been imported: what those imports touched is what is shown,
    and what the packages say that they require: large ones import some of it as late as they need it.
    """
    stdlib = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    sites = {path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")}
    needed = {os.path.join(site, name) for site in sites for name in _required(packages)}
    shown = set(stdlib) | _packages(sites) | needed | _libraries()
    inside = {os.path.join(path, name) for path in stdlib for name in ("site-packages", "dist-packages")}
    hidden = [path for path in inside | sites if os.path.isdir(path) and _below(path, stdlib)]
    return {"visible": sorted(path for path in shown if os.path.exists(path)), "hidden": sorted(hidden)}


def _packages(sites: Iterable[str]) -> Set[str]:
    """Return the top-level folders and files in site-packages that are imported, and their bundled libraries."""
    found: Set[str] = set()
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None) or ""
        for site in sites:
            if file.startswith(site + os.sep):
                top = file[len(site) + 1 :].split(os.sep)[0]
                found.add(os.path.join(site, top))
                found.add(os.path.join(site, top + ".libs"))
    return found


def _required(packages: Iterable[str]) -> Set[str]:
    """Return names that the packages' requirements, and theirs, may have in site-packages."""
    waiting = [name for name in packages if name != "numpy"]  # which requires nothing
    found: Set[str] = set()
    if not waiting:
        return found
    from importlib import metadata  # noqa: PLC0415 - takes its time

    while waiting:
        try:
            stated = metadata.requires(waiting.pop()) or []
        except metadata.PackageNotFoundError:
            continue
        for line in stated:
            name = re.split(r"[^A-Za-z0-9._-]", line)[0]
            folder = name.replace("-", "_").lower()
            if "extra ==" not in line and folder not in found:
                found.update((folder, folder + ".py"))
                waiting.append(name)
    return found


def _libraries() -> Set[str]:
    """Return the system's library folders that this process has mapped (Linux), for imports still to come."""
    try:
        with open("/proc/self/maps") as file:
            mapped = {line.split(None, 5)[5].strip() for line in file if "/" in line}
    except OSError:
        return set()
    folders = {os.path.dirname(path) for path in mapped if ".so" in os.path.basename(path)}
    return {path for path in folders if "/lib" in path and "site-packages" not in path and "python" not in path} | {
        "/etc/ld.so.cache"
    }


def _below(path: str, parents: Iterable[str]) -> bool:
    return any(path.startswith(parent + os.sep) for parent in parents)
