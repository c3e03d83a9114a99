"""Columns of tables with types, and how they look to Arrow; rows of them as tuples."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import accumulate, chain
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


def record_batch(rows: Sequence[tuple[Any, ...]], schema: "pa.Schema") -> "pa.RecordBatch":
    """Turn rows into Arrow columns; a record in a cell is a tuple, in the order of its fields."""
    import pyarrow as pa

    arrays = [
        _array(cells, field.type) for cells, field in zip(_turned(rows, len(schema)), schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(cells: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    """Convert the cells of one column; records are laid out by their fields, faster than one by one."""
    import pyarrow as pa

    if not (pa.types.is_list(kind) and pa.types.is_struct(kind.value_type)):
        return pa.array(cells, type=kind)
    struct = kind.value_type
    parts = [
        _array(values, struct.field(place).type)
        for place, values in enumerate(_turned(list(chain.from_iterable(cells)), struct.num_fields))
    ]
    offsets = pa.array(accumulate(map(len, cells), initial=0), type=pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(parts, fields=list(struct)))


def _turned(rows: Sequence[tuple[Any, ...]], width: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width
