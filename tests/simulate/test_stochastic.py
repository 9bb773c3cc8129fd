from __future__ import annotations

import random

import pytest
from knowledge.pathways import small

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.simulation import ModelRate
from crestome.simulate.compiled_pathway import Condition, compile_pathway
from crestome.simulate.personalise import Tumour
from crestome.simulate.stochastic import draw_tumour, tabulate

PATHWAY = load_pathway(load_knowledge())
COMPILED = compile_pathway(PATHWAY)
MODEL = tabulate(PATHWAY)
SWITCHES = [name for name in PATHWAY.inputs if name not in PATHWAY.contexts]


def test_cells_by_chance_settle_where_the_sweep_does() -> None:
    draw = random.Random(4)  # noqa: S311 (conditions, not a secret)
    conditions = [frozenset(draw.sample(SWITCHES, 4)) for _ in range(12)]
    settled = COMPILED.settle([Condition(on) for on in conditions])
    for place, on in enumerate(conditions):
        cells = MODEL.draw_cells(dict.fromkeys(on, 1.0), 4000, seed=place)
        for node in set(PATHWAY.readouts.values()):
            exact = float(settled.share(node)[place])
            assert cells.shares[node] == pytest.approx(exact, abs=0.04), (sorted(on), node)


def test_a_weak_drug_hits_its_share_of_the_cells() -> None:
    cells = tabulate(small()).draw_cells({"A_on": 1.0, "D_stop": 0.25}, 4000)
    assert cells.shares["Kinase"] == pytest.approx(0.75, abs=0.03)
    assert 0.0 < cells.error("Kinase") < 0.02


def test_a_slower_node_loses_its_race() -> None:
    # The latch of the state is entered before the drug is felt, unless it is slow.
    usual = tabulate(small()).draw_cells({"A_on": 1.0, "D_stop": 1.0}, 2000).shares["State"]
    quick = tabulate(small(), {"State": (1000.0, 1.0)})
    hurried = quick.draw_cells({"A_on": 1.0, "D_stop": 1.0}, 2000).shares["State"]
    assert usual <= hurried


def test_what_is_unknown_is_a_range() -> None:
    tumour = Tumour((), (), (frozenset(), frozenset({"R:mut"})), ((("State", True),),) * 2)
    drawn = draw_tumour(small(), tumour, {}, 2000)
    assert drawn.readouts["growth"].low == pytest.approx(0.5, abs=0.05)
    assert drawn.readouts["growth"].high == 1.0
    assert drawn.readouts["state"].low == 1.0
    assert drawn.error < 0.05


def test_expression_moves_the_rates_of_the_cells_that_are_drawn() -> None:
    # The latch of the state is a race with the drug, which a quick latch wins more often.
    def latched(*rates: ModelRate) -> float:
        tumour = Tumour((), (), (frozenset({"R:mut"}),), rates=rates)
        return draw_tumour(small(), tumour, {"D_stop": 1.0}, 4000).readouts["state"].low

    quick = ModelRate(title="high", node="Kinase", name="Kinase", factor=0.001, because="")
    slow = ModelRate(title="low", node="Kinase", name="Kinase", factor=1000.0, because="")
    assert latched(quick) <= latched() <= latched(slow)
    begun = Tumour((), (), (frozenset(),), ((("Kinase", True),),), rates=(slow,))
    usual = Tumour((), (), (frozenset(),), ((("Kinase", True),),))
    stopped = {"D_stop": 1.0}
    kept = draw_tumour(small(), begun, stopped, 4000).readouts["state"].low
    lost = draw_tumour(small(), usual, stopped, 4000).readouts["state"].low
    assert kept > lost + 0.2
