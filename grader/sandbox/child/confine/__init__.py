"""Layers of confinement, one module each, composed by level.

    strict    user, mount, PID, network, IPC and UTS namespaces; a new root that holds Python, the packages and the
              submission only; Landlock; seccomp; limits; no privileges
    landlock  the same without namespaces, for containers that forbid them
    process   a separate process and limits only: for a student's own pre-check

Every function runs in the child, before any line of the student's code, and raises OSError when the system refuses.
"""
