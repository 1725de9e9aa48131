"""Plain text in any encoding, checked against Python's own codecs."""

import hashlib

import pytest
from given_files import save_files

from analysis import corpus
from analysis.bring import new_folder

ENCODED = [
    ("cp1252", "“Sometimes you have to walk,” he said — it’s over, and that’s that."),
    ("cp1252", "Le président a quitté le sommet très tôt; une décision critiquée par les élus."),
    (
        "mac_roman",
        "“Sometimes you have to walk,” he said — and the café didn’t open again that day.",
    ),
    ("cp1251", "Президент покинул саммит раньше, чем ожидалось, и переговоры были прерваны."),
    ("koi8_r", "Президент покинул саммит раньше, чем ожидалось, и переговоры были прерваны."),
    ("shift_jis", "大統領は会談を途中で終え、合意なしに帰国した。これは外交の失敗ではない。"),
    ("euc_kr", "대통령은 회담을 예정보다 일찍 끝내고 합의 없이 귀국했다."),
    ("gb18030", "总统提前结束了会谈，没有达成协议就回国了。这不是外交的失败。"),
    ("utf-16", "Any text – at all."),
    ("utf-16-le", "Any text without a mark."),
    ("utf-32", "Any text – at all."),
]


@pytest.mark.parametrize(("encoding", "text"), ENCODED)
def test_plain_text_in_any_encoding_is_converted_and_kept(tmp_path, encoding, text):
    paths = save_files(tmp_path, given__txt=text.encode(encoding))
    report = new_folder.make_folder(tmp_path / "made", paths)
    assert report.loc[0, "encoding"] == encoding
    assert corpus.load(tmp_path / "made").raw["given"] == text
    kept = tmp_path / "made" / report.loc[0, "original"]
    assert kept.read_bytes() == text.encode(encoding)
    assert "converted from" in report.loc[0, "warnings"][0]


def test_utf_8_is_taken_over_byte_for_byte(tmp_path):
    data = b"\xef\xbb\xbfOne.\r\n\r\nTwo \xc2\xa0 three.\n\n\n"
    report = new_folder.make_folder(tmp_path / "made", save_files(tmp_path, a__txt=data))
    assert (tmp_path / "made" / "raw" / "a.txt").read_bytes() == data
    assert report.loc[0, "original"] == ""
    document = corpus.load(tmp_path / "made").documents.iloc[0]
    assert document["sha256"] == hashlib.sha256(data).hexdigest()
