"""Forbidden acts, tried for real inside the sandbox by `grade doctor`.

The text of this file is the driver of a session without a submission; nothing of it runs on the host. Each act
returns when it succeeded and raises OSError when it was refused; each probe reports one act as 1.0 (refused) or 0.0.
"""

import ctypes
import os
import resource
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
    _call("ptrace", 16, os.getppid(), 0, 0)
    _call("ptrace", 17, os.getppid(), 0, 0)


@act("read another process's memory")
def read_memory(_):
    size = ctypes.c_size_t(8)
    here, there = ctypes.create_string_buffer(8), ctypes.create_string_buffer(8)
    ours, theirs = ((ctypes.c_void_p * 2)(ctypes.addressof(place), size.value) for place in (here, there))
    _call("process_vm_readv", os.getppid(), ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0)


@act("send a datagram (UDP)")
def datagram(_):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", ("127.0.0.1", 9))


@act("use sockets by name (abstract, as other processes do)")
def abstract(_):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(f"\0backgrade-doctor-{os.getpid()}")


@act("make shared memory that outlives it (System V)")
def shared_memory(_):
    made = _call("shmget", 0, 4096, 0o600)  # 0: a private one
    _call("shmctl", made, 0, None)


@act("enter namespaces of its own, where it were root")
def namespace(_):
    _call("unshare", 0x10000000)


@act("mount a file system")
def mount(_):
    _call("mount", b"none", os.getcwd().encode(), b"tmpfs", 0, None)
    _call("umount2", os.getcwd().encode(), 2)


@act("dump its memory to disk (core)")
def core(_):
    resource.setrlimit(resource.RLIMIT_CORE, (4096, 4096))


def _call(name, *arguments):
    """Call the C library; raise OSError when it is refused or there is no such function."""
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    result = -1 if function is None else function(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def attempt(_code, name, **inputs):
    """Try one act."""
    try:
        ACTS[name][1](inputs)
    except OSError:
        return {"refused": 1.0}
    return {"refused": 0.0}
