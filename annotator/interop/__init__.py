"""Labels out and in, for other tools: a module per format, a manifest with each, nothing lost unsaid."""

from annotator.interop.export import EXPORTERS, Card, ExportSummary, Request, export, exporter_of, formats
from annotator.interop.writer import ExportOptions, FormatInfo, Split

__all__ = [
    "EXPORTERS",
    "Card",
    "ExportOptions",
    "ExportSummary",
    "FormatInfo",
    "Request",
    "Split",
    "export",
    "exporter_of",
    "formats",
]
