"""The pathways of the review with the alterations of a tumour, for its report; nothing is run."""

from __future__ import annotations

from crestome.knowledge.load import Knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.assessment import Assessment
from crestome.model.simulation import Switch
from crestome.report.figures.pathway import Drawing, draw_pathway
from crestome.simulate.personalise import personalise

_SIGNS = {Switch.ON: "", Switch.BOTH: "? "}


def draw_map(assessment: Assessment, knowledge: Knowledge) -> str:
    """The map of the latest sample as SVG; "" where no pathway is curated or no sample was read.

    An alteration that nobody looked for has its place with a question mark.
    """
    if not assessment.samples or not knowledge.pathway_documents:
        return ""
    pathway = load_pathway(knowledge)
    tumour = personalise(pathway, assessment.latest.calls)
    badges = {
        pathway.alterations[item.alteration].input: _SIGNS[item.switch] + item.title
        for item in tumour.inputs
        if item.switch in _SIGNS
    }
    title = "Pathways with the alterations of the latest sample"
    return draw_pathway(pathway, Drawing(title, {}, {}, badges, {}))
