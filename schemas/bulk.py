"""Many records at once: each field validated, some rules between fields left to the caller.

Calling a Python function for a rule takes longer than all else about a record. Whoever reads millions of
them checks the rules of `LEFT_OUT` for all together; nothing else is left out.
"""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import SchemaValidator, core_schema

from schemas.annotation import Annotation

LEFT_OUT = frozenset({"_is_not_empty", "_times_are_in_order"})
"""Names of the rules left to the caller: no span is empty, no record is updated before it is created."""

_TO_UTC = "_to_utc"


@cache
def annotations_by_key() -> SchemaValidator:
    """Make what validates JSON objects of records by any key, but for `LEFT_OUT`.

    A moment must be written in UTC; one that is in another time zone is refused and not converted.
    """
    schema = TypeAdapter(dict[str, Annotation]).core_schema
    return SchemaValidator(_relieved(schema))


def _relieved(schema: Any) -> Any:
    """Take the rules out of a schema as pydantic makes it: nested dictionaries and lists."""
    if isinstance(schema, list):
        return [_relieved(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    name = _function_name(schema)
    if name == _TO_UTC:
        return core_schema.datetime_schema(tz_constraint=0)
    if name in LEFT_OUT:
        bare = _relieved(schema["schema"])
        return {**bare, "ref": schema["ref"]} if "ref" in schema else bare
    return {key: _relieved(part) for key, part in schema.items()}


def _function_name(schema: dict[str, Any]) -> str:
    if schema.get("type") != "function-after":
        return ""
    return str(getattr(schema["function"]["function"], "__name__", ""))
