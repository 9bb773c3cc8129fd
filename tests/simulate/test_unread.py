from __future__ import annotations

from simulate.tumours import NRAS, call, of

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.call import Call, CallState
from crestome.simulate.personalise import personalise

PATHWAY = load_pathway(load_knowledge())


def unread(*calls: Call) -> list[str]:
    return [item.title for item in personalise(PATHWAY, of(*calls)).outside]


def test_a_hit_gene_that_no_input_reads_is_listed_with_its_call() -> None:
    pi3k = call("pi3k_pathway", CallState.PRESENT, "positive", genes=("PIK3CA",), missing_genes=())
    ras = call("ras_mapk", CallState.ABSENT, "negative", genes=(), extended=("MAP2K1",))
    outside = personalise(PATHWAY, of(pi3k, ras)).outside
    assert [(item.title, item.why) for item in outside] == [
        ("PIK3CA hit", "pi3k pathway names it; no input reads it"),
        ("MAP2K1 hit", "ras mapk names it; no input reads it"),
    ]


def test_a_hit_gene_that_an_input_reads_is_not_listed() -> None:
    pten = call("pi3k_pathway", CallState.PRESENT, "positive", genes=("PTEN",), missing_genes=())
    assert unread(NRAS, pten) == []


def test_a_call_that_is_open_names_no_hit() -> None:
    assert unread(call("focal_amplification", CallState.INDETERMINATE, "x", genes=("MYC",))) == []


def test_what_the_list_names_stands_once() -> None:
    profile = call("segmental_chromosome", CallState.PRESENT, "altered", sca_typical=("17q_gain",))
    amplified = call("focal_amplification", CallState.PRESENT, "x", genes=("MYC", "MYC"))
    assert unread(profile, amplified) == ["17q gained", "MYC hit"]
