"""Small PDFs for the tests, written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Put:
    """Words at a place of a page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


def column(x: float, top: float, lines: Sequence[str], size: float = 10, step: float = 12) -> list[Put]:
    """Put lines under one another; an empty one leaves room between paragraphs."""
    return [Put(x, top - number * step, line, size) for number, line in enumerate(lines) if line]


def write_pdf(
    path: Path, pages: Sequence[Sequence[Put]], info: str = "", *, extra: str = "", drawn: str = ""
) -> Path:
    """Write a PDF of pages of A4.

    `info` are entries of its properties, `extra` those of its trailer, `drawn` operators on each page.
    """
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>",
    ]
    for number, page in enumerate(pages):
        content = "\n".join(
            f"BT /{'F2' if put.bold else 'F1'} {put.size} Tf {put.x} {put.y} Td ({_escaped(put.text)}) Tj ET"
            for put in page
        )
        content = f"{drawn}\n{content}"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    written = b"%PDF-1.4\n"
    places = []
    for number, thing in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{thing}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R {extra} >>"
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    end = f"{head}{table}trailer\n{trailer}\nstartxref\n{len(written)}\n%%EOF"
    path.write_bytes(written + end.encode("cp1252"))
    return path


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
