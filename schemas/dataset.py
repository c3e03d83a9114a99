"""What only people can tell of the dataset that a project makes: the table `[dataset]` of its settings."""

from typing import Annotated

from pydantic import Field

from schemas.base import Record

Answer = Annotated[str, Field(max_length=20_000)]
"""What people answered, in plain words or Markdown; empty: not answered."""


class DatasetInfo(Record):
    """Answers to questions of a datasheet (Gebru et al. 2021) and a data statement (Bender & Friedman 2018).

    The sentence under each field is the question that `annotator card --ask` asks.
    """

    title: Answer = ""
    """What is the dataset called? (left out: the project's name)"""
    version: Answer = ""
    """Which version is it, e.g. 1.0.0? (first number: labels mean something else; second: more of them;
    third: mistakes mended)"""
    licence: Answer = ""
    """Under which licence are the labels given out, by its SPDX name, e.g. CC-BY-4.0?"""
    text_rights: Answer = ""
    """Who holds the rights in the texts, and what may be done with them?"""
    motivation: Answer = ""
    """Why was the dataset made, by whom, and who paid for it?"""
    selection: Answer = ""
    """How were the articles chosen, and what is missing among them?"""
    collection: Answer = ""
    """How and when were the articles collected?"""
    language_variety: Answer = ""
    """Which varieties of which languages are the texts in, e.g. British English of newspapers (en-GB)?"""
    authors: Answer = ""
    """Who wrote the texts, as far as it is known, and for whom?"""
    annotators: Answer = ""
    """Who labelled: how many, with what background, how trained, how paid? (as a group, nobody by name)"""
    sensitive: Answer = ""
    """What in it could be sensitive or harm somebody, and what was done about it?"""
    uses: Answer = ""
    """What is it for, and what should it not be used for?"""
    limits: Answer = ""
    """Which errors, gaps or leanings are known?"""
    distribution: Answer = ""
    """Where and to whom is it given out?"""
    maintenance: Answer = ""
    """Who keeps it, and how are mistakes mended?"""
    contact: Answer = ""
    """Whom can readers ask?"""
    citation: Answer = ""
    """How is it to be cited?"""
