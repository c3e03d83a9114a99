"""Offers for the annotator: by rule, offline, always the same for the same text, each with its reason."""

from annotator.suggest.suggester import SUGGESTER, each_suggestion, suggest

__all__ = ["SUGGESTER", "each_suggestion", "suggest"]
