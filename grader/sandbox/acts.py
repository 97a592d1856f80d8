"""Forbidden acts, tried for real inside the sandbox by `grade doctor`.

The text of this file is the driver of a session without a submission; nothing of it runs on the host. Each act
returns when it succeeded and raises OSError when it was refused; each probe reports one act as 1.0 (refused) or 0.0.
"""

import os
import signal
import socket

ACTS = {}


def act(title):
    """Register an act under its title."""

    def register(function):
        ACTS[function.__name__] = (title, function)
        return function

    return register


@act("read files of the host (/etc/passwd)")
def read_host(_):
    open("/etc/passwd").close()


@act("read a file of the course, its place being known")
def read_course(inputs):
    open(inputs["secret"]).close()


@act("write outside the scratch folder")
def write_outside(_):
    open("/var/tmp/backgrade-doctor", "w").close()
    os.remove("/var/tmp/backgrade-doctor")


@act("read the process list (/proc)")
def read_proc(_):
    os.listdir("/proc/1")


@act("signal the grader")
def signal_host(inputs):
    os.kill(inputs["host"], 0)


@act("open a network connection")
def connect(_):
    with socket.socket() as sock:
        sock.settimeout(1)
        try:
            sock.connect(("127.0.0.1", 9))
        except ConnectionRefusedError:
            return  # the network itself was there


@act("start another program")
def execute(_):
    if os.spawnv(os.P_WAIT, "/bin/true", ["true"]) != 0:
        raise OSError("refused")


@act("start processes without end")
def fork_bomb(_):
    children = []
    try:
        for _count in range(200):
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


@act("take more memory than allowed")
def memory(_):
    try:
        block = bytearray(8 << 30)
        block[0] = 1
    except MemoryError:
        raise OSError("refused") from None


@act("trace another process (ptrace)")
def trace(_):
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, os.getppid(), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "refused")
    libc.ptrace(17, os.getppid(), 0, 0)


def attempt(_code, name, **inputs):
    """Try one act."""
    try:
        ACTS[name][1](inputs)
    except OSError:
        return {"refused": 1.0}
    return {"refused": 0.0}
