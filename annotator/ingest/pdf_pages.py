"""What stands where on the pages of a PDF, by PDFium; runs in a process of its own."""

import ctypes
from typing import Any

from annotator.errors import AnnotatorError

_MAX_PAGES = 500
_MAX_CHARACTERS = 4_000_000
_PASSWORD = 4
"""FPDF_ERR_PASSWORD of PDFium."""

_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "-"}
"""What stands for a hyphen at the end of a line."""

_GAP = 1.0
"""Of the font size: a wider gap on a line is one between columns or cells."""


def work(content: bytes) -> dict[str, Any]:
    """Give the pages as `[width, height, fragments, images]`, and the properties of the document.

    A fragment is `[left, top, right, bottom, size, bold, text]`, in points from the upper left corner.
    Raises `AnnotatorError` for a PDF that is encrypted, damaged or too long.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise AnnotatorError("the PDF is encrypted; save it without a password") from None
        raise AnnotatorError("damaged PDF") from None
    count = len(document)
    if count > _MAX_PAGES:
        raise AnnotatorError(f"{count} pages are too many for an article; the limit is {_MAX_PAGES}")
    pages: list[Any] = []
    left = _MAX_CHARACTERS
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            pages.append([0, 0, [], True])
            continue
        fragments, characters = _fragments(page)
        images = not fragments and any(True for _ in page.get_objects(max_depth=2))
        pages.append([*page.get_size(), fragments, images])
        left -= characters
        if left < 0:
            raise AnnotatorError(f"more than {_MAX_CHARACTERS} characters are too many for an article")
        page.close()
    return {"pages": pages, "properties": document.get_metadata_dict()}


def _fragments(page: Any) -> tuple[list[list[Any]], int]:
    """Cut what stands on a page into stretches on one line without a wide gap."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    count = text.count_chars()
    if count > _MAX_CHARACTERS:
        return [], count
    bounds = page.get_bbox() if hasattr(page, "get_bbox") else (0, 0, *page.get_size())
    origin, top = bounds[0], bounds[3]
    rectangle = raw.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    fragments: list[list[Any]] = []
    words: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0, 0.0]
    bold = False

    def end() -> None:
        if line := "".join(words).strip():
            x0, y0, x1, y1, size = box
            fragments.append([x0 - origin, top - y1, x1 - origin, top - y0, size, bold, line])
        words.clear()

    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (10, 13):
            end()
            continue
        character = _HYPHENS.get(chr(code), chr(code)) if code < 0x110000 else "\ufffd"
        if character == " " or code == 0:
            if words:
                words.append(" ")
            continue
        raw.FPDFText_GetLooseCharBox(text, index, pointer)
        x0, x1, y0, y1 = rectangle.left, rectangle.right, rectangle.bottom, rectangle.top
        size = raw.FPDFText_GetFontSize(text, index)
        size = size if size > 1.5 else max(size, y1 - y0)
        if words and not _follows(box, (x0, x1, y0, y1), size):
            end()
        if words:
            box = [min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1), max(box[4], size)]
        else:
            box = [x0, y0, x1, y1, size]
            bold = raw.FPDFText_GetFontWeight(text, index) >= 600
        words.append(character)
    end()
    text.close()
    return fragments, count


def _follows(box: list[float], sides: tuple[float, ...], size: float) -> bool:
    """Say whether a character goes on with the line whose box is given, to the right or to the left."""
    x0, x1, y0, y1 = sides
    reach = _GAP * max(size, box[4])
    beside = abs(x0 - box[2]) <= reach or abs(box[0] - x1) <= reach
    level = abs(y0 + y1 - box[1] - box[3]) < size
    return beside and level
