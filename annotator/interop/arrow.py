"""Columns of tables with types, and how they look to Arrow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Kind(Enum):
    """What a cell holds; every cell may be null."""

    TEXT = "string"
    WHOLE = "int32"
    NUMBER = "float64"
    FLAG = "bool"
    MOMENT = "timestamp[us, tz=UTC]"
    LABEL = "label"
    """A label of the codebook: its name, or its number in the codebook's order, from 0."""


class Column(NamedTuple):
    """One column of a table, or one part of a nested column."""

    name: str
    about: str
    """What it says, in one line."""
    kind: Kind = Kind.TEXT
    many: bool = False
    """A list of such values in every cell."""
    parts: tuple["Column", ...] = ()
    """Fields of each value of the list, where it is a record; `many` then holds."""


def records(name: str, about: str, *parts: Column) -> Column:
    """Make a column of lists of records."""
    return Column(name, about, many=True, parts=parts)


def arrow_schema(
    columns: Iterable[Column], *, numbered: bool, metadata: Mapping[str, str] | None = None
) -> "pa.Schema":
    """Give the Arrow schema; `numbered`: labels are numbers."""
    import pyarrow as pa

    fields = [pa.field(column.name, arrow_type(column, numbered=numbered)) for column in columns]
    return pa.schema(fields, metadata=dict(metadata or {}))


def arrow_type(column: Column, *, numbered: bool) -> "pa.DataType":
    """Give the Arrow type of a column."""
    import pyarrow as pa

    if column.parts:
        return pa.list_(
            pa.struct([pa.field(part.name, arrow_type(part, numbered=numbered)) for part in column.parts])
        )
    types: dict[Kind, pa.DataType] = {
        Kind.TEXT: pa.string(),
        Kind.WHOLE: pa.int32(),
        Kind.NUMBER: pa.float64(),
        Kind.FLAG: pa.bool_(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
        Kind.LABEL: pa.int64() if numbered else pa.string(),
    }
    return pa.list_(types[column.kind]) if column.many else types[column.kind]


class Cells:
    """Cells of a table, or of those columns of it that are named, gathered until they are turned into Arrow.

    Columns are named by `paths`; what a list in a cell holds is gathered flat, beside the lists' lengths:
    objects for every row would take ten times as long.
    """

    def __init__(self, schema: "pa.Schema", names: Iterable[str] | None = None) -> None:
        self.rows = 0
        self._fields = list(schema) if names is None else [schema.field(name) for name in names]
        self._values: dict[str, list[Any]] = {path: [] for field in self._fields for path in paths(field)}

    def extend(self, rows: int, cells: Mapping[str, Iterable[Any]]) -> None:
        """Append so many rows, of every column."""
        self.rows += rows
        for path, values in self._values.items():
            values.extend(cells[path])

    def take(self) -> "dict[str, pa.Array]":
        """Give the columns by name, and begin anew."""
        arrays = {field.name: self._array(field, field.name) for field in self._fields}
        for values in self._values.values():
            values.clear()
        self.rows = 0
        return arrays

    def _array(self, field: "pa.Field", path: str) -> "pa.Array":
        import pyarrow as pa

        if not pa.types.is_list(field.type):
            return pa.array(self._values[path], type=field.type)
        offsets = pa.array(accumulate(self._values[path], initial=0), type=pa.int32())
        item = field.type.value_field
        if not pa.types.is_struct(item.type):
            values = pa.array(self._values[f"{path}/"], type=item.type)
            return pa.ListArray.from_arrays(offsets, values)
        parts = list(item.type)
        arrays = [self._array(part, f"{path}/{part.name}") for part in parts]
        return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, fields=parts))


def copied(columns: "Mapping[str, pa.Array]", places: Sequence[int]) -> "dict[str, pa.Array]":
    """Give the rows at these places, of every column."""
    import pyarrow as pa

    indices = pa.array(places, type=pa.int32())
    return {name: cells.take(indices) for name, cells in columns.items()}


def paths(field: "pa.Field", above: str = "") -> Iterator[str]:
    """Name what is gathered of a column, e.g. `label`; for lists `via` (lengths) and `via/` (values).

    For lists of records: `votes` (lengths), `votes/label`, `votes/annotator`, …
    """
    import pyarrow as pa

    path = above + field.name
    yield path
    if pa.types.is_list(field.type):
        item = field.type.value_type
        if pa.types.is_struct(item):
            for part in item:
                yield from paths(part, f"{path}/")
        else:
            yield f"{path}/"
