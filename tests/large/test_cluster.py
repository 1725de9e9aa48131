"""Parts made by several processes: the same bytes, whichever of them dies."""

import os
import signal
import sys
import threading

import pytest
from scored_folder import hashes, wait_for

from analysis.large import scoring


@pytest.mark.slow
def test_workers_make_the_same_bytes(big, codebook, whole, cluster, tmp_path):
    arguments = {"by": "outlet", "codebook": codebook, "batch": 5}
    scoring.score_corpus(big, tmp_path / "two", scheduler=cluster.scheduler_address, **arguments)
    assert hashes(tmp_path / "two") == hashes(whole)
    scoring.score_corpus(big, tmp_path / "one", workers=1, **arguments)
    assert hashes(tmp_path / "one") == hashes(whole)


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
    thread.join(60)
    assert not thread.is_alive()
    assert not failed
    assert done < 24, "all was done before the worker was killed"
    wait_for(lambda: next(iter(cluster.workers.values())).process.pid != victim)
    assert hashes(out) == hashes(whole)


def test_workers_without_distributed_say_what_to_type(big, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RuntimeError, match=r'pip install "distributed>=2024.5"'):
        scoring.score_corpus(big, tmp_path / "out", workers=2)
