"""Any file that holds an article to a validated `Article`: one reader module per format."""

from annotator.ingest.document import Metadata
from annotator.ingest.files import SUPPORTED, article_files
from annotator.ingest.reading import read_articles

__all__ = ["SUPPORTED", "Metadata", "article_files", "read_articles"]
