"""Addresses of web pages in a form in which those of the same page are equal."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref|ref_src|cmpid|_ga",
    re.I,
)
"""Parameters that say where a reader came from, not what is read."""


def same_page(url: str) -> str:
    """Give the form for comparing; empty for what is no page of its own, as the front page of a site.

    Scheme, port, `www.`, fragment, tracking parameters, their order and a slash at the end do not count.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name))
    if parts.scheme.lower() not in ("http", "https") or not host or not (path or query):
        return ""
    return f"{host}{path}?{urlencode(query)}" if query else f"{host}{path}"
