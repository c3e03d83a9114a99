"""How easy an article reads. The first call loads dictionaries for seconds: never on the app's thread."""

from threading import Lock

from schemas import Article, UnitKind

# The languages that Flesch's formula has been fitted to in the library; for others it would mean nothing.
LANGUAGES = frozenset({"de", "en", "es", "fr", "hu", "it", "nl", "pl", "ru"})
_PROSE = (UnitKind.SENTENCE, UnitKind.QUOTE)

# The library keeps the language in a global.
_library = Lock()


def reading_ease(article: Article) -> float | None:
    """Flesch reading ease of an article's sentences: about 30 for hard reading, 60 for plain, 90 for easy.

    Headings, captions and boilerplate are left out. None where there is no formula for the language or no
    sentence. Works offline. Source: Flesch 1948, and its adaptations as computed by `textstat`.
    """
    language = article.language.split("-")[0]
    prose = "\n".join(article.unit_text(unit) for unit in article.units if unit.kind in _PROSE)
    if language not in LANGUAGES or not any(character.isalpha() for character in prose):
        return None
    import textstat

    with _library:
        textstat.set_lang(language)
        return float(textstat.flesch_reading_ease(prose))
