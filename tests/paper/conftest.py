"""Five invented texts about a quay, and a bundle of them, made once for all tests of the paper."""

import random

import pytest

from analysis.study import command_line

SUBJECTS = "The harbour|The council|Our mayor|A fisherman|The ferry|Every shop|The quay & bridge"
VERBS = "loves|opposes|rebuilt|ruined|welcomed|fears|praised|paid 50% for|forgot|rejected"
THINGS = "the great plan|a terrible delay|this wonderful view|the costs_of_it|a hopeless mess"
CODEBOOK = """code,kind,definition,pattern,leans
frame_gain,frame,The quay as a gain.,great plan ; wonderful view,favourable
frame_loss,frame,The quay as a loss.,terrible delay ; hopeless mess,unfavourable
name_plan,name,The quay as a plan.,plan,
"""
CODERS = """coder,kind,instructions,date,note
one,person,codebook.csv,2026-01,a synthetic coder of the tests
two,model,codebook.csv,2026-02,a synthetic coder of the tests
"""
FIGURES = ["tone", "names"]
TOLD = ["--target", "121", "--dpi", "90", "--draws", "200"]


def write_town(folder):
    (folder / "raw").mkdir(parents=True)
    draw = random.Random(3)
    words = [part.split("|") for part in (SUBJECTS, VERBS, THINGS)]
    rows = ["coder,doc_id,sentence_id,code,value"]
    for name in ("alder", "birch", "cedar", "dogwood", "elm"):
        said = [" ".join(map(draw.choice, words)) + "." for _ in range(15)]
        cut = ["\n\n".join(" ".join(said[i : i + 5]) for i in range(0, 15, 5))]
        (folder / "raw" / f"{name}.txt").write_text(cut[0] + "\n", encoding="utf-8")
        for number in range(1, 16):
            side = draw.choice(["favourable", "neither", "unfavourable"])
            other = side if draw.random() < 0.7 else "neither"
            rows += [f"one,{name},{number},stance,{side}", f"two,{name},{number},stance,{other}"]
    (folder / "codings.csv").write_text("\n".join(rows) + "\n")
    (folder / "codebook.csv").write_text(CODEBOOK)
    (folder / "coders.csv").write_text(CODERS)
    about = '"{""doc_id"": ""alder"", ""term"": ""collaps*""}"'
    claim = f"silent,alder,Alder never says collapse,never_says,{about},these texts"
    (folder / "claims.csv").write_text(
        f"claim_id,doc_id,sentence,finding,arguments,rung\n{claim}\n"
    )


@pytest.fixture(scope="session")
def town(once):
    """A corpus folder of five texts of 15 sentences, read by two synthetic coders."""
    return once("town", write_town)


@pytest.fixture(scope="session")
def bundle(town, once):
    """The bundle that the command line makes of it."""

    def make(out):
        given = ["paper", "--corpus", str(town), "--out", str(out), "--only", *FIGURES, *TOLD]
        assert command_line.main(given) == 0

    return once("bundle", make)
