"""Canonical text: what is changed, what is not, and that the schema agrees."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ingest.canonical import canonical
from schemas import Article, Provenance, Unit

ANY_TEXT = st.text(st.characters(), max_size=100)


@pytest.mark.parametrize(
    ("raw", "text", "changes"),
    [
        ("plain\n\ttext", "plain\n\ttext", ()),
        ("\ufeff\ufeffa\ufeffb", "a\ufeffb", ("2 byte order marks dropped",)),
        ("a\r\n\r\nb\rc", "a\n\nb\nc", ("2 CRLF to LF", "1 CR to LF")),
        ("a\x0bb\x0cc", "a\nb\nc", ("1 VT to LF", "1 FF to LF")),
        ("a\x85d\u2029\u2028", "a\nd\n\n", ("1 U+2028 to LF", "1 U+2029 to LF", "1 U+0085 to LF")),
        ("\x00\x1f\x7f\x9f", "\ufffd" * 4, ("4 control characters to U+FFFD",)),
        ("a\ud83d", "a\ufffd", ("1 lone surrogate to U+FFFD",)),
        ("e\u0301 ’“”… \u00a0\u200b\u202e\ufffd", "e\u0301 ’“”… \u00a0\u200b\u202e\ufffd", ()),
    ],
)
def test_what_is_changed_and_said(raw: str, text: str, changes: tuple[str, ...]) -> None:
    assert canonical(raw) == (text, changes)


@given(ANY_TEXT)
def test_canonical_text_stays_as_it_is(raw: str) -> None:
    text, _ = canonical(raw)
    assert canonical(text) == (text, ())


@given(ANY_TEXT)
def test_the_schema_accepts_canonical_text(raw: str) -> None:
    text = canonical(f"x{raw}x")[0]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    Article(
        id=f"x-{sha256[:8]}",
        title="x",
        text=text,
        sha256=sha256,
        units=(Unit(id="u001", start=0, end=len(text), paragraph=1),),
        provenance=Provenance.model_validate(
            {
                "file": "x",
                "source_sha256": sha256,
                "format": "text",
                "encoding": "utf-8",
                "reader": "text 0",
                "segmenter": "none 0",
                "imported": "2031-03-04T00:00:00Z",
            }
        ),
    )
