"""The study folder: notebooks executed on a corpus, with their figures and tables.

`make_study` checks the corpus, runs the notebooks and writes the page that leads to all of it.
Everything is made in a temporary folder beside the target and moved into place when all of it is
there (`_output.replace_folder`), so an interrupted or failed run leaves the earlier study as it
was, and nothing that the study did not make is replaced.
"""

import os
import re
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pandas as pd

from analysis._files import find_shipped
from analysis._output import refuse_overlap, replace_folder
from analysis.codebook.codes import find_codebook, read_codebook
from analysis.multiverse._kept import FOLDER
from analysis.study.exported import export_notebook, html_page, load_nbformat, title_of

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = find_shipped("notebooks")
SECONDS_A_CELL = 600

# Empties a kernel for the next notebook, whose cells then start at the same number.
ANEW = "get_ipython().reset(new_session=True)"

# The same order of sets in every run; and no progress bars in the pages, whose times would differ.
QUIET = {"PYTHONHASHSEED": "0", "TQDM_DISABLE": "1"}

# A user may have set these for other work; they would change or stop the notebooks.
THEIR_OWN = ("PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "PYTHONIOENCODING")


class StudyError(RuntimeError):
    """The study could not be made; the message says which notebook and cell, and why."""


def make_study(
    corpus: str | Path | None = None,
    out: str | Path | None = None,
    progress: bool = True,
    by: str | None = None,
) -> Path:
    """Execute the notebooks and write the study folder; return its path.

    Without `corpus`, the narrative notebooks (``01-…`` on) run on the study's own texts; with it,
    ``compare.ipynb`` runs on that folder, or ``scores.ipynb`` on one that ``score`` has finished.
    ``seminar.ipynb`` runs with the former, and where two people or more have coded a folder.
    `out` is ``study/`` in the checkout unless given, or here if there is none. It receives
    ``index.html`` (the reading page; of a scored folder a list), ``notebooks/`` (executed, as ipynb
    and html), ``figures/`` and ``tables/``. An earlier study there is replaced if it holds nothing
    but what was made. `by`, "text" or "outlet", says what ``compare.ipynb`` puts side by side,
    where ``grouping.choose_groups`` is not to choose.
    Raises `StudyError`, a ``CorpusError`` with every error that ``check`` finds, the error of
    ``scored_folder.table_names``, or ``OutputError`` (the folder holds something else, is in use,
    or lies in the corpus or around it), before anything is replaced.
    """
    from analysis import corpus as corpora
    from analysis.bring import check
    from analysis.large import scored_folder
    from analysis.study import gallery, seminar

    folder = corpora.OWN_FOLDER if corpus is None else Path(corpus).resolve()
    scored = scored_folder.is_scored(folder)
    if scored:
        scored_folder.table_names(folder)
    else:
        check.refuse(folder)
    home = ROOT if NOTEBOOKS.parent == ROOT else Path.cwd()
    out = Path(out).resolve() if out is not None else home / "study"
    refuse_overlap(folder, out)
    chosen = sorted(NOTEBOOKS.glob("[0-9]*.ipynb")) if corpus is None else []
    chosen = chosen or [NOTEBOOKS / ("scores.ipynb" if scored else "compare.ipynb")]
    lesson = NOTEBOOKS / "seminar.ipynb"
    taught = not scored and (corpus is None or seminar.has_class(corpora.load(folder)))
    chosen += [lesson] * (taught and lesson.is_file())
    compared = {"BY": by} if by and chosen[0].stem == "compare" else {}
    missing = [path.name for path in chosen if not path.is_file()]
    if missing:
        raise StudyError(
            f"{missing[0]} is not in {NOTEBOOKS}; install the package anew, or run from a "
            "checkout of the project"
        )
    with replace_folder(out, by="the study") as made:
        for name in ("notebooks", "figures", "tables"):
            (made / name).mkdir()
        _execute_all(chosen, {"CORPUS": str(folder), "OUT": str(made), **compared}, made, progress)
        texts = None if scored else corpora.load(folder)
        if texts is None:
            _write_list(made)
            _export_all(made, None)
            return out
        if corpus is None:
            gallery.write_gallery(made, texts.about.get("title", ""))
        _write_page(made, texts)
        _export_all(made, texts)
        seminar.write_seminar(made, texts, lesson)
    return out


def _execute_all(paths: list[Path], parameters: dict, made: Path, progress: bool) -> None:
    """Execute notebooks side by side, one for each processor; the first that fails ends all.

    Each processor has one kernel, emptied before each notebook: to start a kernel and import what
    all notebooks import takes a third of the time of a notebook.
    """
    from jupyter_core.utils import run_sync
    from tqdm import tqdm

    nbformat = load_nbformat()
    books = [nbformat.read(path, as_version=4) for path in paths]
    cells = sum(cell.cell_type == "code" for book in books for cell in book.cells)
    workers = min(len(books), os.cpu_count() or 1)
    with (
        tqdm(total=cells, unit="cell", disable=not progress, desc="study") as bar,
        ThreadPoolExecutor(workers) as pool,
        _quiet_temporary_home(made.parent),
    ):
        running: list = []
        waiting = iter(list(zip(paths, books, strict=True)))

        def work() -> None:
            kernel = _own_kernel()
            for path, book in waiting:
                _execute(path.name, book, parameters, made, bar.update, running, kernel)
            run_sync(kernel.shutdown_kernel)(now=True)

        tasks = [pool.submit(work) for _ in range(workers)]
        try:
            for task in as_completed(tasks):
                task.result()
        except BaseException:
            while wait(tasks, timeout=0.2).not_done:  # a kernel may only now be starting
                _stop(running)
            raise


@contextmanager
def _quiet_temporary_home(work: Path):
    """Keep IPython's history, and what notebooks share, in the run's own folder."""
    own = {"IPYTHONDIR": str(work / "ipython"), FOLDER: str(work / "kept")}
    before = {name: os.environ.get(name) for name in own}
    (work / "kept").mkdir()
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _stop(clients: list) -> None:
    """End the kernels that still run, since nobody waits for them after Ctrl-C or a failure."""
    for client in clients:
        process = getattr(getattr(client.km, "provisioner", None), "process", None)
        if process is not None and process.poll() is None:
            process.kill()


def _execute(name: str, book, parameters: dict, made: Path, tick, running: list, kernel) -> None:
    """Execute a notebook in `kernel` and write it; add its client to `running`."""
    nbformat = load_nbformat()
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    book = with_parameters(book, parameters)
    anew = nbformat.v4.new_code_cell(ANEW, id="anew", metadata={"tags": ["injected"]})
    book.cells.insert(0, anew)
    client = NotebookClient(
        book,
        timeout=SECONDS_A_CELL,
        km=kernel,
        record_timing=False,
        # A new kernel warns on every start that it talks over TCP; errors are still shown.
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        on_cell_executed=lambda cell, cell_index, execute_reply: tick(
            "injected" not in cell.metadata.get("tags", [])
        ),
    )
    running.append(client)
    try:
        client.execute(env=_own_settings())
        if client.kc:
            client.kc.stop_channels()
    except CellExecutionError as error:
        raise StudyError(_which_cell(name, book, error)) from None
    except (CellTimeoutError, DeadKernelError) as error:
        reason = str(error).strip().splitlines()[0]
        raise StudyError(f"notebook {name} did not finish: {reason}") from None
    # What the run was given are paths of this machine, of no use to a reader.
    book.cells = [cell for cell in book.cells if "injected" not in cell.metadata.get("tags", [])]
    book.metadata.pop("widgets", None)
    nbformat.write(book, made / "notebooks" / name)


def _export_all(made: Path, texts) -> None:
    from analysis.page.marked_text import name_anchors

    nbformat = load_nbformat()
    paths = sorted((made / "notebooks").glob("*.ipynb"))
    books = [nbformat.read(path, as_version=4) for path in paths]
    anchors, on_page = {}, set()
    if books and texts is not None:
        anchors = name_anchors(texts.documents["doc_id"])
        page = (made / "index.html").read_text(encoding="utf-8")
        on_page = {unescape(found) for found in re.findall(r' id="([^"]+)"', page)}
    beside = [None, *((path.with_suffix(".html").name, title_of(book)) for path, book in
              zip(paths, books, strict=True)), None]  # fmt: skip
    for number, (path, book) in enumerate(zip(paths, books, strict=True)):
        before, after = beside[number], beside[number + 2]
        export_notebook(book, path.with_suffix(".html"), before, after, anchors, on_page)


def _own_kernel():
    """A kernel of the interpreter that runs the study, whatever others call ``python3``."""
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    class Own(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return KernelSpec(resource_dir="", **get_kernel_dict())

    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=Own())


def _own_settings() -> dict[str, str]:
    """The environment of a kernel: matplotlib as it comes, drawing into the notebook, and UTF-8."""
    import matplotlib

    kept = {name: value for name, value in os.environ.items() if name not in THEIR_OWN}
    own = {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONUTF8": "1",
    }
    return {**kept, **QUIET, **own}


def with_parameters(book, parameters: dict):
    """A copy of a notebook with a cell that sets `parameters` after the tagged one."""
    import copy

    nbformat = load_nbformat()
    book = copy.deepcopy(book)
    tags = [cell.metadata.get("tags", []) for cell in book.cells]
    place = next((n for n, some in enumerate(tags, start=1) if "parameters" in some), 0)
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    cell = nbformat.v4.new_code_cell(source, id="injected", metadata={"tags": ["injected"]})
    book.cells.insert(place, cell)
    return book


def _which_cell(name: str, book, error) -> str:
    cells = [cell for cell in book.cells if "injected" not in cell.metadata.get("tags", [])]
    number, first = "?", ""
    for place, cell in enumerate(cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            number, first = str(place), cell.source.strip().splitlines()[0]
            break
    reason = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
    return f"notebook {name}, cell {number} ({first}) failed with {reason}"


def _list_files(made: Path) -> dict[str, list]:
    """What the page links to: figures (with image, caption and alt), notebooks and tables."""
    from analysis.page import render

    nbformat = load_nbformat()
    figures, room = [], render.LARGEST_FIGURES
    for path in sorted((made / "figures").glob("*.png")):
        beside = {kind: path.with_suffix(f".{kind}.txt") for kind in ("caption", "alt")}
        said = {
            kind: file.read_text(encoding="utf-8").strip() if file.is_file() else path.stem
            for kind, file in beside.items()
        }
        image = render.image_of(path)
        room -= len(image)
        figures.append({"name": path.stem, "image": image if room > 0 else "", **said})
    notebooks = []
    for path in sorted((made / "notebooks").glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        notebooks.append({"name": path.stem, "title": title_of(book) or path.stem})
    listed = [path.name for path in sorted((made / "tables").glob("*.csv"))]
    taught = any(book["name"] == "seminar" for book in notebooks)
    beside = [("read.html", "The texts alone, to be read before any number")]
    beside += [("seminar.html", "A seminar, minute by minute: the teacher’s sheet")] * taught
    drawn = (made / "gallery.html").is_file()
    beside += [("gallery.html", "A gallery of charts, each with the lines that make it")] * drawn
    return {"figures": figures, "notebooks": notebooks, "tables": listed, "beside": beside}


def _write_page(made: Path, texts) -> None:
    from analysis import corpus as corpora
    from analysis.page import contents, numbers, render

    own = find_codebook(corpora.folder_of(texts))
    tables = contents.compute_tables(texts, read_codebook(own) if own.is_file() else None)
    tables |= _claims(made / "tables", texts)
    strongest = 3 if len(texts.documents) <= render.SIDE_BY_SIDE else 1
    findings, evidence = numbers.collect_findings(tables, strongest)
    html = render.render_page(tables, findings, evidence, files=_list_files(made))
    (made / "index.html").write_text(html, encoding="utf-8", newline="")


def _claims(made: Path, texts) -> dict:
    """The claims and their sentences, as a notebook has saved them or else computed here."""
    from analysis import sensitivity
    from analysis.multiverse import claims

    files = [made / "claims.csv", made / "claim-sentences.csv"]
    if all(file.is_file() for file in files):
        text = dict.fromkeys(["claim_id", "doc_id", "sentence"], "")
        found = [
            pd.read_csv(file, keep_default_na=False, na_values="").fillna(text) for file in files
        ]
        return {"claims": found[0], "claim_sentences": found[1].astype({"doc_id": str})}
    if not (texts.folder / "claims.csv").is_file():
        return {}
    material = sensitivity.prepare(texts)
    assessed = claims.assess(material, progress=False)
    return {"claims": assessed, "claim_sentences": claims.list_sentences(assessed, material)}


def _write_list(made: Path) -> None:
    """Write index.html where there are no texts to read: figures with captions, and links."""
    from html import escape

    files = _list_files(made)
    links = [(f"notebooks/{book['name']}.html", book["title"]) for book in files["notebooks"]]
    links += [(f"tables/{name}", name) for name in files["tables"]]
    body = "".join(f'<li><a href="{escape(to)}">{escape(name)}</a></li>' for to, name in links)
    body = f"<h1>{escape(files['notebooks'][0]['title'])}</h1><ul>{body}</ul>"
    for figure in files["figures"]:
        vector, alt = f"figures/{escape(figure['name'])}.pdf", escape(figure["alt"])
        shown = f'<img src="{figure["image"]}" alt="{alt}">' if figure["image"] else alt
        body += f'<figure><a href="{vector}">{shown}</a>'
        body += f"<figcaption>{escape(figure['caption'])}</figcaption></figure>"
    page = html_page(files["notebooks"][0]["title"], body)
    (made / "index.html").write_text(page, encoding="utf-8", newline="")
