"""Which column of a table, or key of a record, is what of an article."""

import re
from collections.abc import Iterable, Mapping, Sequence

from annotator.errors import AnnotatorError
from annotator.ingest.dates import publication_date
from annotator.ingest.document import Metadata
from annotator.ingest.source import FIELDS, SourceFile

_NAMES: dict[str, str] = {
    "text": (
        "text body content articlebody articletext fulltext maintext article bodytext contenttext "
        "plaintext rawtext textcontent story contenthtml bodyhtml html volltext artikeltext inhalt texte "
        "contenu texto contenido cuerpo testo corpo текст содержание"
    ),
    "title": (
        "title headline heading articletitle newstitle subject titel überschrift schlagzeile titre título "
        "titulo titular titolo заголовок название"
    ),
    "outlet": (
        "outlet publisher publication newspaper source sourcename sourcetitle publishername sitename site "
        "medianame media mediaoutlet journal domain medium zeitung quelle média fuente "
        "medio testata fonte издание источник сми"
    ),
    "url": (
        "url link articleurl weburl sourceurl href uri permalink canonicalurl urllink weblink lien "
        "enlace ссылка адрес"
    ),
    "published": (
        "published publishedat datepublished publicationdate publisheddate publishdate pubdate date "
        "datetime firstpublished datecreated createdat created timestamp time datum erschienen "
        "erscheinungsdatum veröffentlicht publiziertam datedepublication fecha fechadepublicación "
        "дата датапубликации"
    ),
    "authors": (
        "authors author byline authorname creator creators writer writers journalist autor autoren "
        "autorin verfasser auteur auteurs autores autore autori автор авторы"
    ),
    "language": "language lang inlanguage languagecode locale sprache langue idioma lingua язык",
    "id": "id articleid docid documentid uuid guid key",
}
"""Fields, and names of columns for each without blanks, signs and case, the surest first: English ones, then
German, French, Spanish and Portuguese, Italian, Russian."""

_NOT_WORD = re.compile(r"[\W_]+")
_NOTHING = frozenset({"", "nan", "none", "null", "n/a", "na", "nil", "undefined"})
"""What programs write for a value that is not there."""

_MAX_NAMED = 30
_MAX_VALUE = 1000
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]+))?")


def choose_columns(there: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Choose the column of each field among those that are there; fields without one are left out.

    Those `given` go first. Raises `AnnotatorError` naming the columns there are when one given is not there,
    or none holds the text.
    """
    chosen = {}
    plain = {_plain(name): name for name in reversed(there)}
    for field, column in given.items():
        found = column if column in there else plain.get(_plain(column))
        if found is None:
            raise AnnotatorError(f"there is no column {column!r}; {named(there)}")
        chosen[field] = found
    taken = set(chosen.values())
    for field in FIELDS:
        names = _NAMES[field]
        free = [plain[name] for name in names.split() if name in plain and plain[name] not in taken]
        if free and field not in chosen:
            chosen[field] = free[0]
            taken.add(free[0])
    if "text" not in chosen:
        raise AnnotatorError(
            f"no column is known to hold the text; {named(there)}; say it with --column text=NAME"
        )
    return chosen


def named(columns: Sequence[str]) -> str:
    """Say which columns there are."""
    more = f" and {len(columns) - _MAX_NAMED} more" if len(columns) > _MAX_NAMED else ""
    return f"there are: {', '.join(name[:60] for name in columns[:_MAX_NAMED])}{more}"


def mapping_in_words(source: SourceFile, chosen: Mapping[str, str], there: Sequence[str]) -> str:
    """Say which column is taken for what, in one line."""
    taken = ", ".join(f"{field} from {chosen[field]!r}" for field in FIELDS if field in chosen)
    rest = [name for name in there if name not in chosen.values()]
    return f"{source.where}: {taken}" + (f"; not used: {', '.join(rest[:_MAX_NAMED])}" if rest else "")


def metadata_of(row: Mapping[str, object], chosen: Mapping[str, str]) -> tuple[Metadata, tuple[str, ...]]:
    """Read the metadata of a row; what is not understood is left out and said in words."""
    found: dict[str, object] = {}
    left_out = []
    for field in Metadata.model_fields:
        value = row.get(chosen.get(field, ""))
        if field not in chosen or is_nothing(value):
            continue
        understood = _understood(field, value)
        if understood:
            found[field] = understood
        else:
            left_out.append(f"{field} left out: {str(value)[:60]!a} is not understood")
    known, more = Metadata.lenient(found)
    return known, (*left_out, *more)


def is_nothing(value: object) -> bool:
    """Say whether a value stands for one that is missing."""
    return (
        value is None or value in ([], {}) or (isinstance(value, str) and value.strip().lower() in _NOTHING)
    )


def _understood(field: str, value: object) -> object:
    if field == "published":
        return publication_date(value)
    if field == "authors":
        return tuple(_names(value))
    text = _one_line(value)
    if field == "language":
        tag = _LANGUAGE.fullmatch(text)
        return f"{tag[1].lower()}-{tag[2]}" if tag and tag[2] else tag[1].lower() if tag else ""
    return text


def _names(value: object) -> Iterable[str]:
    """Give the names in a list, or between semicolons, or else between commas."""
    if isinstance(value, Mapping):
        value = value.get("name", "")
    if isinstance(value, list):
        for item in value[:100]:
            yield from _names(item)
        return
    text = _one_line(value).removeprefix("[").removesuffix("]")
    text = re.sub(r"^by\s+", "", text, flags=re.I)
    for part in text.split(";" if ";" in text else ","):
        if name := part.strip().strip("'\"").strip():
            yield name


def _one_line(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or ""
    if isinstance(value, list):
        value = value[0] if value else ""
    words = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return words[:_MAX_VALUE].encode("utf-8", "replace").decode()


def _plain(name: str) -> str:
    return _NOT_WORD.sub("", name).casefold()
