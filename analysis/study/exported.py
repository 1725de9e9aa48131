"""An executed notebook as one HTML file that runs no script and asks nothing of the network."""

from html import escape
from pathlib import Path

# Styles stand in the file: its own, those of tables, and the alignment of cells. No script may run.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)

STYLE = """
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif }
img { max-width: 100%; height: auto }
figure { margin: 2rem 0 }
.cell { margin: 1rem 0 }
.output_area, .input_area { overflow-x: auto }
.input_area { background: #f6f6f6; padding: .3rem .8rem }
pre { margin: .3rem 0; font: .85rem/1.45 monospace }
table { border-collapse: collapse; font-size: .9rem; margin: .8rem 0 }
tr:nth-child(even) td { background: #f6f6f6 }
thead th { border-bottom: 1px solid #888 }
a { color: #0b4f8a }
"""


def export_notebook(book, path: Path) -> None:
    """Write an executed notebook as HTML: prose, code, outputs, pictures with their texts."""
    from nbconvert import HTMLExporter
    from pygments.formatters import HtmlFormatter

    # The template without a head: that of JupyterLab brings 280 kB of styles, a library of scripts
    # and an address from which to fetch MathJax. Pictures are in the outputs; none is looked for.
    exporter = HTMLExporter(
        template_name="basic",
        embed_images=False,
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(book)
    prose = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    title = "".join(prose[:1]).strip().partition("\n")[0].lstrip("# ")
    highlighting = HtmlFormatter().get_style_defs(".highlight")
    page = html_page(title or path.stem, body, highlighting)
    path.write_bytes(page.encode("utf-8", "replace"))


def html_page(title: str, body: str, style: str = "") -> str:
    """A whole HTML file round `body`, which is HTML; `title` is text."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
