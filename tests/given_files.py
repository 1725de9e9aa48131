"""Files as people have them, made here: a saved page, a PDF, and any by its name and content."""

from pathlib import Path

from analysis.bring.shared import Reading

LONG = (
    "The two sides had met for the second time, and for the second time they went home without "
    "a paper that both had signed. "
)
PAGE = f"""<!doctype html><html><head><meta charset="utf-8">
<title>Why they left - The Daily Sample</title>
<meta property="og:site_name" content="The Daily Sample">
<meta name="author" content="A. Writer">
<meta property="article:published_time" content="2019-03-01T10:00:00Z">
<meta name="description" content="A teaser that only search engines saw, and the sidebar.">
<link rel="canonical" href="https://daily.example/why-they-left">
<script>document.write("never seen")</script><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/p">Politics</a></li></ul></nav>
<article><h1>Why they left</h1><p class="byline">By A. Writer</p>
<figure><img src="x.jpg"><figcaption>Two chairs in a hall. Photo: an agency</figcaption></figure>
<p>First of all, {LONG * 2}</p>
<blockquote><p>Somebody else stood before the press that day and said all of this at length.</p>
</blockquote>
<p>The second point is <a href="/x">longer</a>: {LONG * 2}<br>It goes on after a line break.</p>
<h2>What comes next</h2><ul><li>Talks that are held again in the same place, perhaps.</li></ul>
<p>In the end, {LONG * 2}</p></article>
<aside><h3>Read more</h3><p><a href="/1">Talks collapsed in another city on Friday</a></p>
<p>A teaser that only search engines saw, and the sidebar.</p></aside>
<div hidden>Hidden text</div><div style="display: none">More hidden text</div>
<footer><p>Copyright The Daily Sample</p></footer></body></html>"""

# Article 1 of the Universal Declaration of Human Rights.
DECLARATION = {
    "English": "All human beings are born free and equal in dignity and rights. They are endowed "
    "with reason and conscience and should act towards one another in a spirit of brotherhood.",
    "French": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont "
    "doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de "
    "fraternité.",
    "German": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit "
    "Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
    "Dutch": "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn "
    "begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van "
    "broederschap te gedragen.",
    "Danish": "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med "
    "fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.",
    "Korean": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. "
    "인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
}


def save_files(folder: Path, **files: str | bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        paths.append(path)
    return paths


def roles_of(reading: Reading) -> dict[str, str]:
    """Role of each line that is not blank."""
    lines = reading.text.split("\n")
    roles = dict.fromkeys((line for line in lines if line), "body")
    for first, last, role, _ in reading.ranges:
        roles |= dict.fromkeys((line for line in lines[first - 1 : last] if line), role)
    return roles


def write_pdf(pages_of_lines: list[list[str]]) -> bytes:
    """A PDF of the fewest parts that readers take."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for lines in pages_of_lines:
        drawn = " T* ".join(f"({line}) Tj" for line in lines)
        stream = f"BT /F 12 Tf 14 TL 50 700 Td {drawn} ET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )
