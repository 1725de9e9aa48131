"""A site for visitors: what of a study may be public. The texts themselves may not.

The rights to the texts are others'. But the study quotes whole sentences, and its reading page and
some tables hold the texts from end to end. The site keeps finding, claims, figures, notebooks and
gallery, and a few words of each longer quotation.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup

from analysis._output import replace_folder
from analysis.page import render

PUBLIC = ("figures", "tables", "notebooks", "gallery.html")
QUOTED, FEWER = 15, 5  # words of a sentence that stand in a table or a list; where much is quoted
LONGEST = 60  # words on end of a text anywhere: a sentence that is quoted whole
SHARE = 0.5  # of a text's words, all quotations together
IN_NOTEBOOKS = 1 / 3  # of a text's letters: from there on FEWER words of a sentence stand
RUN = 8  # so many words on end are a quotation

TEXT_COLUMNS = ("text", "excerpt", "sentence_text", "note")
WORD = re.compile(r"\w+")


def make_site(
    study: str | Path, out: str | Path, corpus: str | Path | None = None, whole: bool = False
) -> Path:
    """Write what may be public of the folder `study` into `out`, and return that.

    Every address in it is relative, so it opens from a disk as from a server. `corpus` is the
    folder that the study was made of, by default the study's own texts. Raises ``ValueError`` where
    there is no study, and where what was written would still hold more of a text than is short:
    more than 60 words on end, or half of its words. `whole` copies the study, texts and all.
    """
    from analysis import corpus as corpora

    study, texts = Path(study), corpora.load(corpus)
    if not (study / "index.html").is_file():
        raise ValueError(f"{study}: no study is there; make one first (python -m analysis study)")
    said = {doc_id: _words(texts.raw[doc_id]) for doc_id in texts.documents["doc_id"]}
    quoted: dict[str, set[int]] = {doc_id: set() for doc_id in said}
    with replace_folder(Path(out), by="the site") as made:
        for path in sorted(study.rglob("*")):
            place = path.relative_to(study)
            public = place.parts[0] in PUBLIC and path.suffix != ".ipynb"
            if path.is_dir() or path.name.startswith(".") or not (public or whole):
                continue
            copy = made / place
            copy.parent.mkdir(exist_ok=True, parents=True)
            if whole or path.name == "gallery.html" or path.suffix not in (".csv", ".html"):
                shutil.copyfile(path, copy)
            elif path.suffix == ".csv":
                _copy_table(path, copy)
            else:
                page = _shorten(path.read_text(encoding="utf-8"), said, quoted)
                copy.write_text(page, encoding="utf-8", newline="")
        if whole:
            return Path(out)
        brand = texts.about.get("title") or "Commentaries, compared"
        index = _index(study, made, texts.documents, brand)
        (made / "index.html").write_text(index, encoding="utf-8", newline="")
        _refuse_texts(made, texts)
    return Path(out)


def quoted_runs(files: list[str], text: str) -> tuple[int, float]:
    """How much of a text stands in files: the longest run of its words, and the share in runs.

    `files` holds the words of each file. A run is eight words on end or more; case, and marks
    between words, do not count.
    """
    words = WORD.findall(text.lower())
    keys = [" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]
    covered, longest = [False] * len(words), 0
    for file in files:
        said = WORD.findall(file.lower())
        there = {" ".join(said[i : i + RUN]) for i in range(len(said) - RUN + 1)}
        run = 0
        for place, key in enumerate(keys):
            run = run + 1 if key in there else 0
            if run:
                longest = max(longest, run + RUN - 1)
                covered[place : place + RUN] = [True] * RUN
    return longest, sum(covered) / max(len(words), 1)


def read_public(folder: Path) -> Iterator[str]:
    """The words of every file of a site that holds words: pages as they are read, tables whole."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".html":
            soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            alts = (str(image["alt"]) for image in soup("img", alt=True))
            yield " ".join([soup.get_text(" "), *alts])
        elif path.suffix in (".csv", ".txt"):
            yield path.read_text(encoding="utf-8")


def _refuse_texts(made: Path, texts) -> None:
    files = list(read_public(made))
    for doc_id in texts.documents["doc_id"]:
        longest, share = quoted_runs(files, texts.raw[doc_id])
        if longest > LONGEST or share > SHARE:
            raise ValueError(
                f"{doc_id}: the site would hold {longest} words on end and {share:.0%} of the text "
                f"(at most {LONGEST} and {SHARE:.0%}); give --texts if its rights are yours"
            )


def _copy_table(path: Path, copy: Path) -> None:
    """A table without its columns of sentences: they are in the corpus, by doc_id and number."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    long = [name for name in table if table[name].str.count(r"\S+").gt(QUOTED).any()]
    kept = table.drop(columns=[name for name in table if name in (*TEXT_COLUMNS, *long)])
    kept.to_csv(copy, index=False, lineterminator="\n")


def _shorten(page: str, texts: dict[str, str], quoted: dict[str, set[int]]) -> str:
    """A notebook's page with its quotations cut, around the first mark if there is one.

    `texts` are the words of each text; `quoted` remembers which of their letters have been shown.
    """
    soup = BeautifulSoup(page, "html.parser")
    for place in soup.select("ul.evidence li > bdi, td"):
        words = place.get_text().split()
        mark = place.find("mark")
        before = mark.find_all_previous(string=True) if mark else []
        at = sum(len(piece.split()) for piece in before if place in piece.parents)
        for most in (QUOTED, FEWER):
            first = max(0, min(at - most // 3, len(words) - most))
            shown = " ".join(words[first : first + most])
            if _is_allowed(_words(shown), texts, quoted):
                break
        if len(words) > most:
            place.string = "… " * (first > 0) + shown + " …" * (first + most < len(words))
    # These lead to the reading page, which the site does not have.
    for link in soup.select('a[href$=".ipynb"], a[href*="index.html#"]'):
        link.unwrap()
    return str(soup)


def _is_allowed(shown: str, texts: dict[str, str], quoted: dict[str, set[int]]) -> bool:
    for doc_id, text in texts.items():
        at = text.find(shown) if shown.count(" ") + 1 >= RUN else -1
        if at >= 0:
            letters = quoted[doc_id].union(range(at, at + len(shown)))
            if len(letters) > IN_NOTEBOOKS * len(text):
                return False
            quoted[doc_id] = letters
    return True


def _words(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def _index(study: Path, made: Path, documents: pd.DataFrame, brand: str) -> str:
    """The first page: finding and claims as on the reading page, and links to all the rest."""
    page = BeautifulSoup((study / "index.html").read_text(encoding="utf-8"), "html.parser")
    parts = [page.select_one(f'[id="ui:{name}"]') for name in ("finding", "pair", "claims")]
    parts = [part for part in parts if part]
    for part in parts:
        # A button opens sentences on the reading page; here it is a number.
        for button in part.select("button"):
            button.name, button.attrs = "b", {}
        for link in part.select("a"):
            if link.get("href") != "#ui:claims" or len(parts) < 2:
                link.unwrap()
    figures = []
    for path in sorted((made / "figures").glob("*.headline.txt")):
        name = path.name.removesuffix(".headline.txt")
        said = {kind: path.with_name(f"{name}.{kind}.txt").read_text(encoding="utf-8").strip()
                for kind in ("headline", "caption", "alt")}  # fmt: skip
        image = render.image_of(made / "figures" / name)
        figures.append({"name": name, "image": image, **said})
    books = []
    for path in sorted((made / "notebooks").glob("*.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        title = soup.select("h1")[0]
        after = title.find_next("p")
        books.append({"name": path.stem, "title": title.get_text().strip("¶ "),
                      "said": " ".join(after.get_text().split()) if after else ""})  # fmt: skip
    tables = [path.name for path in sorted((made / "tables").glob("*.csv"))]
    links = [("#notebooks", "Notebooks"), ("#figures", "Figures")]
    links += [("gallery.html", "Gallery")] * (made / "gallery.html").is_file()
    title = page.select("title")[0].get_text()
    return render.render_plain(
        "site.html", title=title, brand=brand, links=links, figures=figures,
        books=books, tables=tables, parts=[str(part) for part in parts], documents=documents,
    )  # fmt: skip
