"""Label files: ordinary TinyDB JSON, written durably, validated both ways, with their history.

`LabelStore` is one annotator's file of one article, open for labelling, or under the name `gold` that of the
adjudicated labels in `annotations/gold/`; `read_labels` reads such a file to compare and export;
`check_label_file` says what is wrong with one. `DurableJSONStorage` is the TinyDB storage under them,
`write_durably` how every file of a project is replaced.
"""

from annotator.store.check import Finding, check_label_file, files_by_article
from annotator.store.contents import Expected
from annotator.store.durable import clear_temporaries, is_folder, temporaries, write_durably
from annotator.store.filecache import FileCache, cache_file, is_settled, signature_of
from annotator.store.files import (
    RETEST,
    Tally,
    annotator_folder,
    annotator_folders,
    gold_path,
    has_label_files,
    is_label_file,
    label_files,
    label_folders,
    label_path,
    labels_in,
    labels_path,
    names_in,
    read_all_labels,
    read_labels,
    retest_path,
    tally,
)
from annotator.store.intact import read_again
from annotator.store.joining import Joined, join_label_files, read_history
from annotator.store.judging import Labels
from annotator.store.labelstore import LabelStore
from annotator.store.locking import WriterLock
from annotator.store.merging import Conflict
from annotator.store.migrations import migrated_article
from annotator.store.sealing import accompanied
from annotator.store.sharedfile import SharedFile
from annotator.store.snapshot import read_snapshot, write_snapshot
from annotator.store.storage import DurableJSONStorage, read_with_status
from annotator.store.together import write_together

__all__ = [
    "RETEST",
    "Conflict",
    "DurableJSONStorage",
    "Expected",
    "FileCache",
    "Finding",
    "Joined",
    "LabelStore",
    "Labels",
    "SharedFile",
    "Tally",
    "WriterLock",
    "accompanied",
    "annotator_folder",
    "annotator_folders",
    "cache_file",
    "check_label_file",
    "clear_temporaries",
    "files_by_article",
    "gold_path",
    "has_label_files",
    "is_folder",
    "is_label_file",
    "is_settled",
    "join_label_files",
    "label_files",
    "label_folders",
    "label_path",
    "labels_in",
    "labels_path",
    "migrated_article",
    "names_in",
    "read_again",
    "read_all_labels",
    "read_history",
    "read_labels",
    "read_snapshot",
    "read_with_status",
    "retest_path",
    "signature_of",
    "tally",
    "temporaries",
    "write_durably",
    "write_snapshot",
    "write_together",
]
