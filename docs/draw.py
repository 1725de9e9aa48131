"""Run the lines of figures.md and keep what they draw beside it: ``make figures`` calls this."""

import os
import re
import tempfile
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parent
WIDE = 720  # pixels of a copy: enough to read it on a page


def run_page(page: Path) -> dict:
    """Run the blocks of Python in a page one after another, here; return the names they made."""
    names: dict = {}
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, page.name, "exec"), names)
    return names


def draw_figures() -> dict[str, Image.Image]:
    """The figures of figures.md, drawn in a temporary folder, by the name of their copy."""
    page, here = DOCS / "figures.md", Path.cwd()
    named = re.findall(r"!\[.+\]\((.+\.png)\)", page.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            run_page(page)
            found = {}
            for name in named:
                place = Path(name) if Path(name).exists() else Path(name[:-4], "tone.png")
                with Image.open(place) as picture:
                    size = (WIDE, round(picture.height * WIDE / picture.width))
                    found[name] = picture.convert("RGB").resize(size)
        finally:
            os.chdir(here)
    return found


if __name__ == "__main__":
    for name, picture in draw_figures().items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        picture.quantize(64).save(DOCS / name, optimize=True)
