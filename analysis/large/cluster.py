"""Work done by several processes or machines: `dask.distributed` has the queue and the retries.

What a worker makes does not depend on the worker, and it writes each file in one step, so a part or
a sum that is made twice, because the first worker died, is the same.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pyarrow as pa

WAITING = 2  # calls made ahead for each thread of the workers


@contextmanager
def open_workers(workers: int | None, scheduler: str | None) -> Iterator[Callable]:
    """Yield a function like ``map``, for a function and tuples of what it is called with.

    Without `workers` and `scheduler` this process does the work. Else results come in the order in
    which they are done, and calls are taken only as fast as workers take them. `workers` starts so
    many on this machine; `scheduler` is the address of a Dask cluster, whose workers have this
    package in the same version; they may come and go. What a worker that dies had to do is given to
    another. Raises ``RuntimeError`` where that does not help.
    """
    if workers is None and scheduler is None:
        yield lambda function, calls: (function(*call) for call in calls)
        return
    try:
        import dask
        import distributed
    except ImportError:
        raise RuntimeError(
            "workers need dask.distributed, which is not installed; "
            'type: python -m pip install "distributed>=2024.5"'
        ) from None
    with ExitStack() as open_until_done:
        if scheduler is None:
            # What workers are busy with is nobody's question here, and to ask costs a tenth.
            unasked = dask.config.set({"distributed.worker.profile.enabled": False})
            with _deaf_to_interrupts(), unasked:
                cluster = distributed.LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=":0",
                    silence_logs=logging.CRITICAL,
                )  # fmt: skip
            scheduler = open_until_done.enter_context(cluster)
        try:
            client = distributed.Client(scheduler, timeout="20s")
        except OSError:
            raise RuntimeError(
                f"no Dask scheduler answers at {scheduler}; start one with: dask scheduler"
            ) from None
        open_until_done.enter_context(client)
        yield partial(_run, client)


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


def _run(client, function: Callable, calls: Iterable[tuple]) -> Iterator:
    import distributed

    running, calls = distributed.as_completed(), iter(calls)

    def submit_more() -> None:
        ahead = max(WAITING, WAITING * sum(client.nthreads().values()))
        while running.count() < ahead and (call := next(calls, None)) is not None:
            # pure=False: what is asked for again is made again, whatever the scheduler remembers.
            running.add(client.submit(function, *map(_packed, call), pure=False, retries=2))

    submit_more()
    for future in running:
        try:
            found = future.result()
        except distributed.KilledWorker as error:
            raise RuntimeError(
                f"several workers died on the same part ({error.task}); out of memory? "
                "The same command goes on; give the workers more memory, or a smaller --batch"
            ) from None
        future.release()
        submit_more()
        yield found


def _packed(given: object) -> object:
    """A table as bytes, which a slice of it is not: that would take its whole origin along."""
    if not isinstance(given, pa.Table):
        return given
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, given.schema) as stream:
        stream.write_table(given)
    return sink.getvalue().to_pybytes()
