"""What people call the columns of a table of texts, in several languages."""

import re

# Column of commentaries.csv (and `text`) to its names by language, the likelier ones first. Case,
# blanks, hyphens and underscores do not matter. To add a language, add a line.
NAMES: dict[str, dict[str, str]] = {
    "text": {
        "English": "text, body, full text, fulltext, content, article, article text, body text, "
        "article body, main text, transcript, plain text",
        "German": "volltext, artikeltext, artikel, inhalt, haupttext, fließtext, textkörper",
        "French": "texte, texte intégral, contenu, corps, corps du texte",
        "Spanish": "texto, texto completo, contenido, cuerpo",
        "Italian": "testo, testo completo, contenuto, corpo",
        "Portuguese": "texto integral, conteúdo",
        "Dutch": "tekst, volledige tekst, inhoud",
        "Polish": "tekst artykułu, treść",
        "Swedish": "brödtext, artikeltext",
        "Russian": "текст, полный текст, содержание",
        "Chinese": "正文, 全文, 内容, 文本",
        "Japanese": "本文, テキスト",
        "Korean": "본문, 내용",
    },
    "doc_id": {
        "English": "doc_id, id, article id, document id, text id, key, document number, an, "
        "accession number, stories_id",
        "German": "dokument id, artikel id, nummer",
        "French": "identifiant",
        "Spanish": "identificador",
    },
    "label": {"English": "label, short name", "German": "kurzname, kürzel"},
    "outlet": {
        "English": "outlet, source, publication, publication title, publication name, newspaper, "
        "publisher, site, site name, medium, media name, media outlet, news outlet, news source, "
        "paper, journal, magazine, source name, source title, website, channel",
        "German": "zeitung, quelle, medium, publikation, zeitschrift, medienname, verlag",
        "French": "journal, média, publication, source de presse, titre de presse, éditeur",
        "Spanish": "periódico, diario, medio, fuente, publicación",
        "Italian": "giornale, testata, quotidiano, fonte, pubblicazione",
        "Portuguese": "jornal, veículo, fonte, publicação",
        "Dutch": "krant, bron, publicatie, dagblad, tijdschrift",
        "Polish": "gazeta, źródło",
        "Swedish": "tidning, källa",
        "Russian": "издание, газета, источник",
        "Chinese": "媒体, 报纸, 来源, 出版物",
        "Japanese": "媒体名, 新聞",
        "Korean": "언론사, 매체, 신문",
    },
    "author": {
        "English": "author, authors, author name, byline, columnist, writer, journalist, "
        "journalists, reporter, by, creator",
        "German": "autor, autoren, autorin, autor in, verfasser, journalist in, redakteur, von",
        "French": "auteur, auteurs, journaliste, rédacteur",
        "Spanish": "autores, periodista, redactor, firma",
        "Italian": "autore, autori, giornalista, firma",
        "Portuguese": "jornalista, autoria",
        "Dutch": "auteur, schrijver",
        "Polish": "autorzy, dziennikarz",
        "Swedish": "författare, skribent",
        "Russian": "автор, авторы, журналист",
        "Chinese": "作者, 记者",
        "Japanese": "著者, 記者",
        "Korean": "저자, 기자, 글쓴이",
    },
    "date": {
        "English": "date, published, publication date, date published, pub date, publish date, "
        "publishdate, published at, published on, datetime, pubdate, date of publication, "
        "timestamp",
        "German": "datum, erscheinungsdatum, veröffentlicht, veröffentlichungsdatum, "
        "publikationsdatum, erschienen",
        "French": "date de publication, date de parution, paru le, publié le",
        "Spanish": "fecha, fecha de publicación, publicado",
        "Italian": "data, data di pubblicazione, pubblicato",
        "Portuguese": "data de publicação, publicado em",
        "Dutch": "publicatiedatum, gepubliceerd",
        "Polish": "data publikacji",
        "Swedish": "publiceringsdatum",
        "Russian": "дата, дата публикации",
        "Chinese": "日期, 发布日期, 时间",
        "Japanese": "日付, 掲載日",
        "Korean": "날짜, 일자, 게재일",
    },
    "title": {
        "English": "title, headline, heading, article title, head, hd, name",
        "German": "titel, überschrift, schlagzeile, artikeltitel",
        "French": "titre, titre de l article, intitulé",
        "Spanish": "título, titular, encabezado",
        "Italian": "titolo",
        "Portuguese": "manchete",
        "Dutch": "kop, titel artikel",
        "Polish": "tytuł, nagłówek",
        "Swedish": "rubrik",
        "Russian": "заголовок, название",
        "Chinese": "标题, 题目",
        "Japanese": "見出し, タイトル",
        "Korean": "제목, 기사제목",
    },
    "source": {
        "English": "url, link, href, web url, article url, address, permalink, uri, web address",
        "German": "adresse, webadresse, internetadresse",
        "French": "lien, adresse web",
        "Spanish": "enlace, dirección",
        "Italian": "indirizzo, collegamento",
        "Russian": "ссылка",
        "Chinese": "链接, 网址",
        "Korean": "링크, 주소",
    },
}


def fold(name: str) -> str:
    """A column's name without what does not matter in it; ``publishedAt`` is two words."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


# Name to (column, place in the order of preference); a name that two columns share is the first's.
KNOWN: dict[str, tuple[str, int]] = {}
for _column, _languages in NAMES.items():
    for _place, _name in enumerate(", ".join(_languages.values()).split(", ")):
        KNOWN.setdefault(fold(_name), (_column, _place))


def column_of(name: str) -> str:
    """Column of commentaries.csv (or `text`) that a name means, '' where it means none.

    >>> column_of("Publication Title"), column_of("Zeitung"), column_of("wing")
    ('outlet', 'outlet', '')
    """
    return KNOWN.get(fold(name), ("", 0))[0]
