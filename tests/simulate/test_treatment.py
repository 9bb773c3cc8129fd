from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from knowledge.pathways import small, with_node

from crestome.errors import KnowledgeError
from crestome.model.simulation import Range
from crestome.simulate.compiled_pathway import compile_pathway
from crestome.simulate.personalise import Tumour
from crestome.simulate.treatment import ESTABLISHED, FRESH, mixed, prepare, range_of

PATHWAY = small()
COMPILED = compile_pathway(PATHWAY)


def tumour(*settings: frozenset[str]) -> Tumour:
    return Tumour((), (), settings)


SETTINGS = [frozenset[str](), frozenset({"R:mut"})]


def test_read_outs_and_scores_are_by_setting() -> None:
    bench = prepare(PATHWAY, COMPILED, tumour(*SETTINGS))
    assert bench.share(bench.untreated, "growth").tolist() == [0.5, 1.0]
    (stopped,) = bench.settle([("STOP",)])
    assert bench.share(stopped, "growth").tolist() == [0.0, 0.0]
    assert bench.scores(stopped).tolist() == [1.0, 2.0]
    assert bench.scores(bench.untreated).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("start", "state"), [(ESTABLISHED, 1.0), (FRESH, 0.0)])
def test_an_established_tumour_keeps_its_state(start: str, state: float) -> None:
    bench = prepare(PATHWAY, COMPILED, tumour(frozenset({"R:mut"})), start)
    (stopped,) = bench.settle([("STOP",)])
    assert bench.share(stopped, "state").tolist() == [state]


def test_many_treatments_are_run_in_batches_and_keep_their_order() -> None:
    many = [frozenset[str]()] * 40_000
    bench = prepare(PATHWAY, COMPILED, tumour(*many))
    settled = bench.settle([(), ("STOP",), ()])
    assert [float(bench.share(item, "growth")[0]) for item in settled] == [0.5, 0.0, 0.5]


def test_a_weak_drug_mixes_cells_with_and_without_it() -> None:
    nothing, first, second, both = (np.array([value]) for value in (1.0, 0.6, 0.4, 0.0))
    assert mixed(0.25, [nothing, first]).tolist() == pytest.approx([0.9])
    assert mixed(0.5, [nothing, first, second, both]).tolist() == pytest.approx([0.5])
    assert mixed(1.0, [nothing, first, second, both]).tolist() == [0.0]


def test_a_range_has_three_places_and_no_minus_zero() -> None:
    assert range_of(np.array([-0.0001, 1 / 3])) == Range(low=0.0, high=0.333)
    assert str(Range(low=0.0, high=0.333)) == "0.00 to 0.33"
    assert str(Range(low=0.5, high=0.5)) == "0.50"


def test_a_tumour_may_begin_otherwise_than_the_model() -> None:
    started = Tumour((), (), (frozenset(),), ((("State", True),),))
    bench = prepare(PATHWAY, COMPILED, started)
    assert bench.share(bench.untreated, "state").tolist() == [1.0]
    usual = prepare(PATHWAY, COMPILED, tumour(frozenset()))
    assert usual.share(usual.untreated, "state").tolist() == [0.5]


def test_a_model_that_circles_is_refused_with_its_nodes() -> None:
    blinking = with_node("Kinase", rule="Receptor & !D_stop & !Kinase")
    compiled = compile_pathway(blinking)
    with pytest.raises(KnowledgeError, match=r"untreated the rules never .* changing: Kinase"):
        prepare(blinking, compiled, tumour(frozenset()))
    under = with_node("Rest", rule="(!D_stop & !Kinase) | (D_stop & !Rest)")
    compiled = compile_pathway(under)
    bench = prepare(under, compiled, tumour(frozenset()))
    with pytest.raises(KnowledgeError, match=r"under Kinase inhibitor the rules .* changing: Rest"):
        bench.settle([("STOP",)])
    lenient = replace(bench, lenient=True)
    assert lenient.settle([("STOP",)])[0].open.any()
