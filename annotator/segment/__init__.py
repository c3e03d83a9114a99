"""Text to units: first the blocks of the layout, then the sentences inside each block; offsets stay exact."""

from annotator.segment.segmenter import Hint, segment, segmenter_version

__all__ = ["Hint", "segment", "segmenter_version"]
