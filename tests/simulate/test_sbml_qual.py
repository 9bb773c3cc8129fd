from __future__ import annotations

from xml.etree import ElementTree as Xml

from knowledge.pathways import small, with_node
from simulate.reference_tools import reference_tool

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.simulate.export import render_bnet
from crestome.simulate.sbml_qual import render_sbml_qual

PATHWAY = load_pathway(load_knowledge())
QUAL = "{http://www.sbml.org/sbml/level3/version1/qual/version1}"


def test_inputs_are_constant_and_begin_as_asked() -> None:
    root = Xml.fromstring(render_sbml_qual(small(), {"A_on"}))  # noqa: S314 (own output)
    species = {item.get(f"{QUAL}id"): item for item in root.iter(f"{QUAL}qualitativeSpecies")}
    assert species["A_on"].get(f"{QUAL}constant") == "true"
    assert species["A_on"].get(f"{QUAL}initialLevel") == "1"
    assert species["D_stop"].get(f"{QUAL}initialLevel") == "0"
    assert species["Rest"].get(f"{QUAL}initialLevel") == "1"
    assert species["State"].get(f"{QUAL}initialLevel") == "0"


def test_a_node_may_begin_otherwise() -> None:
    root = Xml.fromstring(render_sbml_qual(small(), begins={"State": True}))  # noqa: S314 (own)
    levels = {
        item.get(f"{QUAL}id"): item.get(f"{QUAL}initialLevel")
        for item in root.iter(f"{QUAL}qualitativeSpecies")
    }
    assert levels["State"] == "1"


def test_a_rule_with_a_constant_is_written() -> None:
    assert "true" in render_sbml_qual(with_node("Rest", rule="!Kinase & 1"))


def test_aeon_reads_the_same_network_from_sbml_and_bnet() -> None:
    aeon = reference_tool("biodivine_aeon")
    sbml = aeon.BooleanNetwork.from_sbml(render_sbml_qual(PATHWAY))
    bnet = aeon.BooleanNetwork.from_bnet(render_bnet(PATHWAY))
    assert sbml.variable_count() == bnet.variable_count()
    context = aeon.SymbolicContext(bnet)
    for name in PATHWAY.nodes:
        ours = context.mk_update_function(bnet.get_update_function(name))
        theirs = context.mk_update_function(
            aeon.UpdateFunction(bnet, str(sbml.get_update_function(name)))
        )
        assert ours == theirs, name


def test_libsbml_finds_no_error() -> None:
    libsbml = reference_tool("libsbml")
    document = libsbml.readSBMLFromString(render_sbml_qual(PATHWAY, {"A_MYCN_amp"}))
    assert document.checkConsistency() == 0 or not [
        document.getError(place).getMessage()
        for place in range(document.getNumErrors())
        if document.getError(place).getSeverity() >= libsbml.LIBSBML_SEV_ERROR
    ]
