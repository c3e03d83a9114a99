"""Small Word and OpenDocument files for the tests, written by hand."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "meta": "meta",
    }.items()
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
_CORE = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'

_STYLES = """
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Zwischen"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:styleId="Bild"><w:name w:val="caption"/></w:style>
"""


def write_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write a ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_docx(path: Path, body: str, properties: str = "", prolog: str = "") -> Path:
    """Write a Word document with this inside its `w:body`."""
    return write_zip(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{prolog}<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>",
            "docProps/core.xml": f"<cp:coreProperties {_CORE} {_DC}>{properties}</cp:coreProperties>",
        },
    )


def paragraph(words: str, style: str = "") -> str:
    """Write a paragraph of a Word document; `words` is text, or runs."""
    runs = words if words.startswith("<") else f"<w:r><w:t>{words}</w:t></w:r>"
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{runs}</w:p>"


def write_odt(path: Path, body: str, styles: str = "", properties: str = "", manifest: str = "") -> Path:
    """Write an OpenDocument text with this inside its `office:text`."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {_ODF} {_DC}><office:meta>{properties}</office:meta></office:document-meta>"
    )
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "meta.xml": meta,
    }
    if manifest:
        members["META-INF/manifest.xml"] = (
            f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{manifest}</manifest:manifest>"
        )
    return write_zip(path, members)
