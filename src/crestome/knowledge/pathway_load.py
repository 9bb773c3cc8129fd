"""An executable pathway out of the curated data, checked so that every rule of it can be run."""

from __future__ import annotations

from typing import Final

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_check import find_pathway_faults

NEUROBLASTOMA: Final = "neuroblastoma"


def load_pathway(knowledge: Knowledge, name: str = NEUROBLASTOMA) -> Pathway:
    """Read one pathway and check it.

    Raises:
        KnowledgeError: With every fault of the file.
    """
    pathway = knowledge.pathway(name, Pathway)
    path = knowledge.path(f"pathways/{name}.yaml")
    faults = [f"{path}: {fault}" for fault in find_pathway_faults(pathway)]
    if faults:
        raise KnowledgeError(*faults)
    return pathway
