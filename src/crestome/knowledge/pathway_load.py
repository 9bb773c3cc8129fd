"""An executable pathway out of the curated data, checked so that every rule of it can be run."""

from __future__ import annotations

from typing import Final

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_check import find_drug_faults, find_pathway_faults

NEUROBLASTOMA: Final = "neuroblastoma"


def load_pathway(knowledge: Knowledge, name: str = NEUROBLASTOMA) -> Pathway:
    """Read one pathway and check it.

    Raises:
        KnowledgeError: With every fault of the file.
    """
    pathway = knowledge.pathway(name, Pathway)
    path = knowledge.path(f"pathways/{name}.yaml")
    faults = list(find_pathway_faults(pathway))
    if pathway.id != name:
        faults.append(f"id: {pathway.id}; a file is named by its id, rename one of them")
    if is_own(knowledge, name):
        faults += find_drug_faults(pathway, knowledge.drugs)
    if faults:
        raise KnowledgeError(*(f"{path}: {fault}" for fault in faults))
    return pathway


def is_own(knowledge: Knowledge, name: str) -> bool:
    """Whether a pathway belongs to the folder that was asked for: an overlay may drop a drug."""
    folders = knowledge.folders
    return folders is None or f"pathways/{name}.yaml" in folders.laid_over
