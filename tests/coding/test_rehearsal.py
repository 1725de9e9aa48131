"""A made-up class: its planted faults are found, and nobody else is flagged; all synthetic."""

import numpy as np
import pandas as pd
import pytest

from analysis import agreement
from analysis.coding import rehearsal

FOUND = {
    "inverted": "the other way round", "always neither": "always neither",
    "random": "not told from guessing", "half way": "read 31 of 62 sentences",
    "one text": "1 of 3 texts",
}  # fmt: skip


def test_each_planted_fault_is_found_and_hardly_another(own):
    """Twelve classes of 25: a guesser escapes a 95 % interval in one of forty, an honest never."""
    reading = own.codings.query("coder == 'study'")
    found, flagged, gains = dict.fromkeys(FOUND, 0), 0, []
    for seed in range(1, 13):
        made = rehearsal.make_class(reading, seed=seed)
        table = agreement.coders(made).set_index("coder")
        for fault, flag in FOUND.items():
            found[fault] += flag in table.loc[f"synthetic {fault}", "flag"]
        rest = table.drop(index=[f"synthetic {fault}" for fault in FOUND])
        flagged += int((rest["flag"] != "").sum())
        gain = table["alpha_without"] - table["alpha"]
        faulty = gain[["synthetic inverted", "synthetic random"]].min()
        gains.append(faulty > gain[rest.index].max())
    assert found.pop("random") >= 11
    assert set(found.values()) == {12}
    assert flagged == 0
    assert all(gains)  # without either the class agrees better than without any honest coder


def test_honest_coders_agree_as_their_errors_say(own):
    """Two agree where both are right or make the same error: (1 - e)^2 + e^2 / 2."""
    made = rehearsal.make_class(own.codings.query("coder == 'study'"), n=200, error=0.2,
                                planted=False)  # fmt: skip
    assert agreement.percent(made) == pytest.approx(0.8**2 + 0.2**2 / 2, abs=0.01)


def test_a_class_needs_a_reading():
    empty = pd.DataFrame({"doc_id": [], "sentence_id": [], "code": [], "value": []})
    with pytest.raises(ValueError, match="give a reading"):
        rehearsal.make_class(empty)


def test_half_way_leaves_the_rest_unread(own):
    made = rehearsal.make_class(own.codings.query("coder == 'study'"))
    n = made.groupby("coder").size()
    assert n["synthetic half way"] == 31
    assert np.all(n.drop(["synthetic half way", "synthetic one text"]) == 62)
