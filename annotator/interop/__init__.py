"""Labels out, for other tools: one module per format, every export with a manifest, nothing lost silently."""

from annotator.interop.export import EXPORTERS, ExportSummary, export, formats
from annotator.interop.writer import FormatInfo

__all__ = ["EXPORTERS", "ExportSummary", "FormatInfo", "export", "formats"]
