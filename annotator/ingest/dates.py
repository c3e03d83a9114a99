"""Dates as programs and people write them, to ISO 8601; those that could be two days are not guessed."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)"
    r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.I,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?", re.I)
_PDF = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH = r"([A-Za-z]{3,9})\.?"
_DAY_FIRST = re.compile(rf"(?:[A-Za-z]+,?\s+)?(\d\d?)(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"(?:[A-Za-z]+,?\s+)?{_MONTH}\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_NUMBERS = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})")
_EARLIEST, _LATEST = 0, 4_102_444_800  # 1970 to 2100
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")


def publication_date(value: object) -> str:
    """Write a date, or date and time, as ISO 8601; empty for what is none or could be two days.

    Understood are ISO 8601 and what comes near, dates of mail, of PDF, with English month names, seconds and
    milliseconds since 1970, and `31.03.2031`, where only one reading is a day.
    """
    text = " ".join(str(value).split())[:80]
    for read in (_iso, _compact, _epoch, _mail, _named_month, _pdf, _numbers):
        try:
            if found := read(text):
                return found
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
    return ""


def _iso(text: str) -> str:
    found = _ISO.fullmatch(text)
    return _written(*found.groups()) if found else ""


def _compact(text: str) -> str:
    found = _COMPACT.fullmatch(text)
    return _written(*found.groups()) if found else ""


def _written(
    year: str,
    month: str,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    zone: str | None,
) -> str:
    on = date(int(year), int(month), int(day)).isoformat()
    if hour is None or minute is None:
        return on
    zone = "" if zone is None else "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
    time = f"{int(hour):02d}:{minute}" + (f":{second}" if second else "")
    return datetime.fromisoformat(f"{on}T{time}{zone}").isoformat()


def _epoch(text: str) -> str:
    if not _EPOCH.fullmatch(text):
        return ""
    seconds = float(text) / (1000 if "." not in text and len(text) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat() if _EARLIEST <= seconds < _LATEST else ""


def _mail(text: str) -> str:
    return parsedate_to_datetime(text).isoformat() if re.search(r"\d:\d\d", text) else ""


def _named_month(text: str) -> str:
    if found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.match(text):
        month, day, year = found.groups()
    else:
        return ""
    number = _MONTHS.split().index(month[:3].lower()) + 1
    return date(int(year), number, int(day)).isoformat()


def _pdf(text: str) -> str:
    found = _PDF.match(text)
    return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat() if found else ""


def _numbers(text: str) -> str:
    found = _NUMBERS.fullmatch(text)
    if not found:
        return ""
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    if mark == "." or first > 12 or first == second:
        return date(year, second, first).isoformat()
    return date(year, first, second).isoformat() if second > 12 else ""
