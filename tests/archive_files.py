"""Small exports of press archives, made here in the forms that the archives write.

The prose, papers and people are invented; the forms (order of lines, labels, marks between the
articles) are those of files seen in public repositories, or described there: the table of formats
in the README says which.
"""

import io
import re

# Outlet, date in words, the same in ISO, author, title, paragraphs.
ARTICLES = [
    (
        ("The Harbour Post", "March 1, 2019 Friday", "2019-03-01", "Ann Example"),
        "No deal is better than a bad one",
        ["The talks in the harbour town ended at noon. Nobody signed, and that was right.",
         "A paper without inspectors would have cost more than the ferry home."],
    ),
    (
        ("The Hill Times", "March 2, 2019 Saturday", "2019-03-02", "Bob Sample"),
        "They went home with nothing",
        ["Two days of talks, two dinners and not one line on paper: that is what was brought back.",
         "Subject: one may well ask what it was all for, and who will pay for the dinners."],
    ),
    (
        ("The Valley Courier", "March 3, 2019 Sunday", "2019-03-03", "Cleo Test"),
        "Waiting for the third meeting",
        ["Neither side has closed the door. A third meeting may yet come in the autumn."],
    ),
]  # fmt: skip

USER = "READER, SOME E-MAIL: some.reader@library.example"


def lexis(number: int, of: int, wrapped: bool = True) -> str:
    (outlet, date, _, author), title, paragraphs = ARTICLES[number]
    text = "\n\n".join(_wrapped(each) if wrapped else each for each in paragraphs)
    return (
        f"                               {number + 1} of {of} DOCUMENTS\n\n\n"
        f"                     Copyright 2019 {outlet} Ltd\n"
        f"                          All Rights Reserved\n\n"
        f"                           {outlet}\n\n"
        f"                         {date}\n"
        f"                             First Edition\n\n"
        f"SECTION: OPINION; Pg. {number + 4}\n\nLENGTH: {len(text.split())} words\n\n"
        f"HEADLINE: {title}\n\nBYLINE: {author}\n\nBODY:\n\n{text}\n\n"
        "LOAD-DATE: March 4, 2019\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: An empty table. Photo: an\n"
        "agency\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
    )


def lexis_text(wrapped: bool = True) -> str:
    cover = (
        "Download Request: All Documents: 1-3\nTime Of Request: Monday, March 4, 2019  10:00:00\n"
        f"Send To:\n\n{USER}\n\nTerms: (talks w/5 harbour)\n\nSource: All English News\n\n\n"
    )
    return cover + "\n".join(lexis(number, 3, wrapped) for number in range(3))


def lexis_text_without_headings() -> str:
    """The later form of LexisNexis: no HEADLINE and no BODY, the length stands last."""
    text = re.sub(r"HEADLINE: .*\n\n|BODY:\n\n|SECTION: .*\n\n", "", lexis_text())
    for (_, date, _, _), title, _ in ARTICLES:
        text = text.replace(f"{date}\n", f"{date}\n", 1).replace(
            f"{date}\n                             First Edition\n\n", f"{date}\n\n{title}\n\n", 1
        )
    return re.sub(r"(LENGTH: .*)\n\n(BYLINE: .*)", r"\2\n\n\1", text)


def nexis_lines() -> list[str]:
    lines = ["User Name: " + USER, "Date and Time: Monday, March 4, 2019 10:00:00 AM GMT"]
    lines += ["Job Number: 1234567", "Documents (3)"]
    for number, (_, title, _) in enumerate(ARTICLES, start=1):
        lines += [f"{number}. {title}", "Client/Matter: -None-", "Search Terms: talks harbour"]
        lines += ["Search Type: Natural Language", "Narrowed by: ", "Content Type", "News"]
    for (outlet, date, _, author), title, paragraphs in ARTICLES:
        lines += [
            title,
            outlet,
            f"{date} 9:03 AM GMT",
            "Copyright 2019 Someone All Rights Reserved",
        ]
        lines += ["Section:\u00a0OPINION; Pg. 4", "Length:\u00a030 words", f"Byline:\u00a0{author}"]
        lines += ["Highlight:\u00a0On what was not signed", "Body", *paragraphs]
        lines += ["Graphic", "An empty table. Photo: an agency", "Classification"]
        lines += ["Language:\u00a0ENGLISH", "Publication-Type:\u00a0Newspaper"]
        lines += ["Load-Date:\u00a0March 4, 2019", "End of Document"]
    return lines


def nexis_word() -> bytes:
    import docx

    document = docx.Document()
    for line in nexis_lines():
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def factiva(number: int, blank: bool = False) -> list[str]:
    (outlet, date, _, author), title, paragraphs = ARTICLES[number]
    month, day, year, _ = date.replace(",", "").split()
    head = ["Opinion", title, f"By {author}", f"{30 + number} words", f"{day} {month} {year}"]
    head += ["09:03", outlet, "HARBPO", "4", "English", f"(c) 2019 {outlet}. All rights reserved."]
    return [
        *head,
        *([""] if blank else []),
        *paragraphs,
        f"Document HARBPO0020190301ef310000{number}",
    ]


def factiva_text() -> str:
    lines = [line for number in range(3) for line in ["", *factiva(number, True), ""]]
    return "\n".join([*lines, "Search Summary", "Text talks", f"User {USER}", "Results Found 3"])


def factiva_coded(number: int) -> list[tuple[str, str]]:
    (outlet, date, _, author), title, paragraphs = ARTICLES[number]
    month, day, year, _ = date.replace(",", "").split()
    head = [("SE", "Opinion"), ("HD", title), ("BY", f"By {author}"), ("WC", "30 words")]
    head += [("PD", f"{day} {month} {year}"), ("SN", outlet), ("SC", "HARBPO"), ("LA", "English")]
    head += [("CY", "(c) 2019"), ("LP", paragraphs[0])]
    head += [("TD", "\n\n".join(paragraphs[1:]))] if paragraphs[1:] else []
    return [*head, ("NS", "gdip : Relations"), ("AN", f"Document HARBPO0020190301ef310000{number}")]


def factiva_coded_text() -> str:
    fields = [field for number in range(3) for field in factiva_coded(number)]
    return "\n\n".join(f"{code}\n{value}" for code, value in fields)


def rich_text(lines: list[str]) -> bytes:
    def written(line: str) -> str:
        line = re.sub(r"([\\{}])", r"\\\1", line)
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line)

    picture = "{\\*\\shppict{\\pict\\pngblip\n" + "89504e470d0a1a0a" * 100 + "}}"
    head = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fmodern Courier;}}{\\header Page 1}\\f0\\fs20 "
    body = "\n".join(f"\\pard \\ql {written(line)}\n\\par " for line in lines)
    return (head + picture + body + "}").encode("ascii")


def rich_table(rows: list[tuple[str, str]]) -> bytes:
    cells = "".join(
        f"\\trowd\\cellx1000\\cellx9000 {code}\\cell "
        + value.replace("\n\n", "\\par ")
        + "\\cell\\row\n"
        for code, value in rows
    )
    return ("{\\rtf1\\ansi " + cells + "}").encode("ascii")


def factiva_page() -> str:
    articles = []
    for number, (names, title, paragraphs) in enumerate(ARTICLES):
        outlet, date, _, author = names
        month, day, year, _ = date.replace(",", "").split()
        articles.append(
            '<div class="article enArticle"><div>Opinion</div>'
            f'<div id="hd"><span class="enHeadline">{title}</span></div>'
            f'<div class="author">{author}</div><div>31 words</div>'
            f"<div>{day} {month} {year}</div><div>{outlet}</div><div>HARBPO</div>"
            "<div>English</div><div>Copyright 2019. All Rights Reserved.</div>"
            + "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in paragraphs)
            + f"<p>Document HARBPO0020190301ef310000{number}</p></div>"
        )
    return (
        "<html><head><title>Factiva</title></head><body><h1>Dow Jones Factiva</h1>"
        f"{''.join(articles)}<p>Search Summary</p><p>{USER}</p>"
        "<div>© 2019 Factiva, Inc. All rights reserved.</div></body></html>"
    )


def _proquest(number: int) -> list[tuple[str, str]]:
    (outlet, date, _, author), title, paragraphs = ARTICLES[number]
    month, day, year, _ = date.replace(",", "").split()
    return [
        ("", title),
        ("Author", author),
        ("Publication info", f"{outlet} ; Harbour Town [Harbour Town]. 01 Mar 2019: A.4."),
        ("", "https://proxy.library.example/login?url=https://search.example/1?accountid=15"),
        ("Abstract", "What the archive says that the article says."),
        ("Links", "https://resolver.library.example/openurl?sid=1"),
        ("Full text", "\n".join(paragraphs)),
        ("Subject", "Talks; Ferries"),
        ("Title", title),
        ("Publication title", f"{outlet}; Harbour Town"),
        ("Publication year", year),
        ("Publication date", f"{month[:3]} {day}, {year}"),
        ("ProQuest document ID", f"10000000{number}"),
        ("Document URL", "https://proxy.library.example/login?url=x?accountid=15"),
        ("Last updated", "2019-03-04"),
        ("Database", "Example Newsstream"),
    ]


def proquest_text() -> str:
    line = "_" * 60
    articles = [
        "\n\n".join(f"{name}: {value}" if name else value for name, value in _proquest(number))
        for number in range(3)
    ]
    end = (
        "Contact us at: http://about.example/go\nDatabase copyright © 2019 ProQuest LLC. All "
        "rights reserved.\nTerms and Conditions: https://www.example/terms"
    )
    return f"\n\n{line}\n\n".join(["", *articles, end]).lstrip("\n")


def proquest_page() -> str:
    parts = []
    for number in range(3):
        for name, value in _proquest(number):
            if name == "Full text":
                inside = "".join(f"<p>{each}</p>" for each in value.split("\n"))
                parts.append(f"<p><strong>Full text: </strong><text>{inside}</text></p>")
            else:
                parts.append(f"<p>{f'<strong>{name}: </strong>' if name else ''}{value}</p>")
    return f"<html><body><div>{''.join(parts)}</div></body></html>"


def _wrapped(paragraph: str) -> str:
    return re.sub(r"(.{50,75})(?: |$)", r"\1\n", paragraph).strip()


EXPORTS = {
    "lexis.txt": lambda: lexis_text().encode(),
    "later.txt": lambda: lexis_text_without_headings().encode("cp1252"),
    "lexis.rtf": lambda: rich_text(lexis_text(False).split("\n")),
    "nexis.docx": nexis_word,
    "nexis.rtf": lambda: rich_text(nexis_lines()),
    "nexis.txt": lambda: "\r\n\r\n".join(nexis_lines()).encode("utf-8-sig"),
    "factiva.txt": lambda: factiva_text().encode(),
    "factiva.rtf": lambda: rich_text(factiva_text().split("\n")),
    "factiva.html": lambda: factiva_page().encode(),
    "coded.txt": lambda: factiva_coded_text().encode(),
    "coded.rtf": lambda: rich_table([f for number in range(3) for f in factiva_coded(number)]),
    "proquest.txt": lambda: proquest_text().encode(),
    "proquest.html": lambda: proquest_page().encode(),
}
