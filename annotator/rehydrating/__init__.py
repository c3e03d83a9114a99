"""Datasets that were exported without text get it back from a corpus, and every hash is checked.

The rule: what comes out is byte for byte what the export with text would have been, in the formats jsonl and
csv; in parquet and hf the same if pyarrow is the same. Nothing but the text is touched. An article whose text
is not found, or is another one, stays without text and is named.
"""

from annotator.rehydrating.rehydrate import Rehydrated, rehydrate
from annotator.rehydrating.texts import TextOf

__all__ = ["Rehydrated", "TextOf", "rehydrate"]
