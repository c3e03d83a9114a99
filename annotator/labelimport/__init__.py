"""Labels made elsewhere into a project: each finds exactly one sentence, or is refused with the reason.

`import_labels` does it all: reads files by `annotator.interop.importers`, finds articles (`matching`) and
sentences (`placing`), makes records (`records`), and saves them article by article (`saving`). With `texts`,
what is not in the corpus becomes articles (`texts`, `native`), and their labels a codebook (`newcodebook`).
"""

from annotator.labelimport.mapping import LabelMapping, load_mapping
from annotator.labelimport.results import LabelImport, LabelImportOptions, ProblemKind, RowProblem
from annotator.labelimport.run import import_labels

__all__ = [
    "LabelImport",
    "LabelImportOptions",
    "LabelMapping",
    "ProblemKind",
    "RowProblem",
    "import_labels",
    "load_mapping",
]
