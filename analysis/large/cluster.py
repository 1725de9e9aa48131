"""Parts made by several processes or machines: `dask.distributed` has the queue and the retries.

What a worker makes does not depend on the worker, and it writes each part in one step, so a part
that is made twice, because the first worker died, is the same part.
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from analysis.large import measuring

WAITING = 2  # parts read ahead for each thread of the workers


def run_parts(
    work: Iterator, job: measuring.Job, workers: int | None, scheduler: str | None
) -> Iterator:
    """Have `measuring.make_part` done for all of `work`, and yield the records as they come.

    `work` gives the number of each part and its documents; it is read only as fast as workers take
    it. `workers` starts so many on this machine; `scheduler` is the address of a Dask cluster whose
    workers have this package, in the same version, and see the folder ``job.out``. A part whose
    worker dies is given to another. Raises ``RuntimeError`` where that does not help.
    """
    try:
        import distributed
    except ImportError:
        raise RuntimeError(
            "workers need dask.distributed, which is not installed; "
            'type: python -m pip install "distributed>=2024.5"'
        ) from None
    with ExitStack() as open_until_done:
        if scheduler is None:
            with _deaf_to_interrupts():
                cluster = distributed.LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=":0",
                    silence_logs=logging.ERROR,
                )  # fmt: skip
            scheduler = open_until_done.enter_context(cluster)
        try:
            client = distributed.Client(scheduler, timeout="20s")
        except OSError:
            raise RuntimeError(
                f"no Dask scheduler answers at {scheduler}; start one with: dask scheduler"
            ) from None
        open_until_done.enter_context(client)
        yield from _complete(work, job, client, distributed)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let workers that start now ignore Ctrl-C: this process hears it and shuts them down."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _complete(work: Iterator, job: measuring.Job, client, distributed) -> Iterator:
    running = distributed.as_completed()

    def submit() -> bool:
        following = next(work, None)
        if following is not None:
            number, batch = following
            call = (number, _pack(batch), job)
            # pure=False: a part asked for again is made again, whatever the scheduler remembers.
            running.add(client.submit(_make, *call, pure=False, retries=2))
        return following is not None

    def ahead() -> int:
        return max(WAITING, WAITING * sum(client.nthreads().values()))

    while running.count() < ahead() and submit():
        pass
    for future in running:
        try:
            record = future.result()
        except distributed.KilledWorker as error:
            raise RuntimeError(
                f"several workers died on the same part ({error.task}); out of memory? "
                "The same command goes on; give the workers more memory, or a smaller --batch"
            ) from None
        if measuring.finished_record(record["part"], job.out) is None:
            raise RuntimeError(
                f"part {record['part']} was made, but is not in {job.out}; give an --out folder "
                "that all workers share with this machine"
            )
        future.release()
        while running.count() < ahead() and submit():
            pass
        yield record


def _pack(batch: object) -> object:
    """Copy a table to bytes: a slice of one would take its whole origin along."""
    import pyarrow as pa

    if not isinstance(batch, pa.Table):
        return batch
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_table(batch)
    return sink.getvalue().to_pybytes()


def _make(number: int, packed: object, job: measuring.Job) -> dict:
    import pyarrow as pa

    batch = pa.ipc.open_stream(packed).read_all() if isinstance(packed, bytes) else packed
    return measuring.make_part(number, batch, job)
