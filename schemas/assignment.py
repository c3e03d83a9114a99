"""Rows of `annotations/assignment.json`: who is to annotate which article."""

from typing import Annotated

from pydantic import Field

from schemas.base import Name, Record


class AssignedArticle(Record):
    """One article and who is to annotate it."""

    article: Annotated[str, Field(min_length=1)]
    """Its id."""
    annotators: Annotated[tuple[Name, ...], Field(min_length=1)]
    """By their names in the rule, in the order in which it became theirs."""
