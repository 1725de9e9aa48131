"""Parts made by several processes: the same bytes, whichever of them dies."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from scored_folder import hashes, wait_for

from analysis.large import scoring

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_workers_make_the_same_bytes(big, codebook, whole, cluster, tmp_path):
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    scoring.score_corpus(big, tmp_path / "two", scheduler=cluster.scheduler_address, **arguments)
    assert hashes(tmp_path / "two") == hashes(whole)
    scoring.score_corpus(big, tmp_path / "four", workers=4, **arguments)
    assert hashes(tmp_path / "four") == hashes(whole)


@pytest.mark.slow
def test_a_killed_worker_changes_nothing(big, codebook, whole, cluster, tmp_path):
    out = tmp_path / "out"
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    arguments["scheduler"] = cluster.scheduler_address
    failed = []

    def work():
        try:
            scoring.score_corpus(big, out, **arguments)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    wait_for(lambda: len(list(out.glob("parts/part-*.json"))) >= 2)
    victim = next(iter(cluster.workers.values())).process.pid
    os.kill(victim, signal.SIGKILL)
    done = len(list(out.glob("parts/part-*.json")))
    thread.join(600)
    assert not thread.is_alive()
    assert not failed
    assert done < 24, "all was done before the worker was killed"
    wait_for(lambda: next(iter(cluster.workers.values())).process.pid != victim)
    assert hashes(out) == hashes(whole)


def test_workers_without_distributed_say_what_to_type(big, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RuntimeError, match=r'pip install "distributed>=2024.5"'):
        scoring.score_corpus(big, tmp_path / "out", workers=2)


@pytest.mark.slow
def test_machines_that_share_a_folder_and_come_and_go(big, codebook, whole, tmp_path):
    """A scheduler and workers that share nothing but the folder, by their own working directories.

    One is killed when it has made some parts, and another comes later: it does what is left, the
    sums of the counts too.
    """
    started = []

    def start(name: str, *what: str) -> subprocess.Popen:
        (tmp_path / name).mkdir()
        code = "import sys; from distributed.cli import dask_{0} as d; d.main(sys.argv[1:])"
        given = [sys.executable, "-c", code.format(what[0]), *what[1:]]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        run = subprocess.Popen(given, cwd=tmp_path / name, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        started.append(run)
        return run

    def worker(name: str) -> subprocess.Popen:
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60")
        return start(name, "worker", "--scheduler-file", str(place), *options)

    place, out = tmp_path / "scheduler.json", tmp_path / "out"
    try:
        start("scheduler", "scheduler", "--scheduler-file", str(place), "--port", "0",
              "--dashboard-address", ":0", "--no-dashboard")  # fmt: skip
        # The scheduler writes its file in two steps.
        wait_for(lambda: place.is_file() and place.read_text().rstrip().endswith("}"))
        address = json.loads(place.read_text())["address"]
        first = worker("first")
        failed = []

        def work():
            try:
                scoring.score_corpus(
                    big, out, by="outlet", codebook=codebook, batch=5, scheduler=address
                )
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        wait_for(lambda: len(list(out.glob("parts/part-*.json"))) >= 2)
        first.kill()
        done = len(list(out.glob("parts/part-*.json")))
        assert done < 24, "all was done before the worker was killed"
        worker("late")
        thread.join(60)
        assert not thread.is_alive()
        assert not failed
        assert hashes(out) == hashes(whole)
    finally:
        for run in started:
            run.kill()
            run.wait()
