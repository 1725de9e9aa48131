"""Marks of frames stand at their sentences, by voice and negation."""

import pandas as pd
import pytest
from drawn import assert_words_apart, codes, codes_for, documents, draw, printed, profile

from analysis.charts import frames_sequence


def example(number):
    n_codes = codes_for(number)
    table = pd.DataFrame(
        [
            (
                f"d{i}",
                f"code_{k}",
                place,
                ["author", "quoted"][(k + j) % 2],
                (k + j) % 5 == 4,
                12 + i,
            )
            for i in range(number)
            for k in range(n_codes)
            for j, place in enumerate(range(1 + (k + i) % 3, 12, 3 + k % 2))
        ],
        columns=["doc_id", "code", "place", "voice", "negated", "n_places"],
    )
    return table.merge(codes(n_codes), on="code")


def test_marks_stand_at_their_sentences_by_voice_and_negation():
    table, docs = example(3), documents(3)
    ax = draw("frames-sequence", table, docs)
    for panel, doc_id in zip(ax.child_axes, docs["doc_id"], strict=True):
        own = table[table["doc_id"] == doc_id]
        drawn = {line.get_label(): line.get_xdata().tolist() for line in panel.lines}
        for code, part in own.groupby("code"):
            quoted = part["voice"].eq("quoted") & ~part["negated"]
            author = part["voice"].eq("author") & ~part["negated"]
            assert drawn[f"{doc_id} {code} quoted"] == part["place"][quoted].tolist()
            assert drawn[f"{doc_id} {code} author"] == part["place"][author].tolist()
            assert drawn[f"{doc_id} {code} negated"] == part["place"][part["negated"]].tolist()


def test_a_sentence_has_one_mark_of_each_kind_side_by_side():
    table = pd.DataFrame({"doc_id": "d0", "code": "x", "place": [2, 2, 2, 5]})
    table["voice"] = ["author", "author", "quoted", "author"]
    ax = frames_sequence.plot(table, documents(1))
    drawn = {x.get_label(): x.get_xdata().tolist() for x in ax.child_axes[0].lines}
    assert drawn["d0 x author"] == [1.75, 5]
    assert drawn["d0 x quoted"] == [2.25]
    caption = frames_sequence.caption(table, documents(1))
    assert "3 marks of 1 frame, of which 1 in someone else's voice" in caption


def test_codings_of_value_zero_are_not_drawn():
    table = pd.DataFrame({"doc_id": "d0", "code": "x", "place": [1, 2], "value": [0, 1]})
    ax = frames_sequence.plot(table, documents(1))
    drawn = [x.get_xdata().tolist() for x in ax.child_axes[0].lines if "author" in x.get_label()]
    assert drawn == [[2]]
    assert "1 mark of 1 frame." in frames_sequence.caption(table, documents(1))


def test_the_caption_counts_quoted_marks():
    table = example(3)
    quoted = int((table["voice"].eq("quoted") & ~table["negated"]).sum())
    caption = frames_sequence.caption(table, documents(3, "T{}"))
    assert f"{quoted} in someone else's voice" in caption


def test_a_codebook_with_nothing_but_codes_is_enough():
    """Label, function, voice and negation are all optional."""
    table = example(3)[["doc_id", "code", "place"]]
    ax = draw("frames-sequence", table, documents(3))
    assert_words_apart(ax)
    assert "code 1" in printed(ax.child_axes[0])
    assert frames_sequence.caption(table, documents(3))


def test_wrong_tables_are_named():
    with pytest.raises(ValueError, match="no column 'place'"):
        frames_sequence.plot(profile(1), documents(1))
