"""A dask cluster of real processes, until standard input ends: `python -m tests.batch.cluster_server WORKERS`.

It writes the scheduler's address and the ids of the workers. One that is killed is replaced, as dask does.
"""

from __future__ import annotations

import sys

from distributed import LocalCluster


def main(count: int) -> None:
    with LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:
        workers = [str(nanny.process.pid) for nanny in cluster.workers.values()]
        sys.stdout.write(" ".join([cluster.scheduler_address, *workers]) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
