"""The exports, read again by the programs they are for.

AEON says whether each settled state is a fixed point of the exported network. MaBoSS runs random
conditions; its shares of cells and those of the exact sweep must be alike.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from knowledge.pathways import small, with_node
from simulate.reference_tools import reference_tool

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.simulation import ModelRate
from crestome.simulate.compiled_pathway import Condition, compile_pathway
from crestome.simulate.export import (
    Cells,
    render_bnet,
    render_maboss_configuration,
    render_maboss_network,
)

PATHWAY = load_pathway(load_knowledge())
COMPILED = compile_pathway(PATHWAY)
SWITCHES = [name for name in PATHWAY.inputs if name not in PATHWAY.contexts]
CONDITIONS = 6
"""MaBoSS needs about a second for each; benchmarks/pathway_screen.py runs a hundred."""


def test_a_changed_rule_changes_every_export() -> None:
    changed = with_node("Rest", rule="!Kinase & 1")
    assert "Rest, !Kinase & 1\n" in render_bnet(changed)
    assert "node Rest { logic = !Kinase & 1;" in render_maboss_network(changed)


def test_inputs_and_start_stand_in_the_configuration() -> None:
    text = render_maboss_configuration(small(), Cells({"A_on"}, {"D_stop": 0.25}))
    assert "[C_Food].istate = 0.5 [0], 0.5 [1];" in text
    assert "[D_stop].istate = 0.75 [0], 0.25 [1];" in text
    assert "A_on.istate = 1;" in text
    assert "Rest.istate = 1;" in text
    assert "Kinase.is_internal = 0;" in text
    assert "Receptor.is_internal = 1;" in text


def test_expression_stands_in_the_configuration_as_rates_and_beginning() -> None:
    rate = ModelRate(title="high", node="State", name="State", factor=10.0, because="")
    text = render_maboss_configuration(small(), Cells(begins={"State": True}, rates=(rate,)))
    assert "$up_State = 1;" in text
    assert "$down_State = 0.01;" in text
    assert "$up_Kinase = 1;" in text
    assert "State.istate = 1;" in text


def test_every_settled_state_is_a_fixed_point_of_aeon() -> None:
    aeon = reference_tool("biodivine_aeon")
    network = aeon.BooleanNetwork.from_bnet(render_bnet(PATHWAY))
    graph = aeon.AsynchronousGraph(network)
    draw = random.Random(1)  # noqa: S311 (conditions, not a secret)
    conditions = [Condition(frozenset(draw.sample(SWITCHES, 4))) for _ in range(25)]
    settled = COMPILED.settle(conditions)
    assert not settled.open.any()
    for place in range(len(conditions)):
        for lane in draw.sample(range(64), 2):
            state = {
                name: bool(int(settled.words[row, place]) >> lane & 1)
                for name, row in COMPILED.rows.items()
            }
            vertex = graph.mk_subspace(state)
            assert vertex.cardinality() == 1
            assert graph.post(vertex).is_empty()


def test_maboss_finds_the_same_shares_of_cells(tmp_path: Path) -> None:
    maboss = reference_tool("cmaboss_128n")
    draw = random.Random(2)  # noqa: S311 (conditions, not a secret)
    network = tmp_path / "model.bnd"
    network.write_text(render_maboss_network(PATHWAY), "utf-8")
    for number in range(CONDITIONS):
        on = frozenset(draw.sample(SWITCHES, 3))
        configuration = tmp_path / f"{number}.cfg"
        text = render_maboss_configuration(PATHWAY, Cells(on))
        configuration.write_text(
            re.sub(r"sample_count = \d+", "sample_count = 2000", text), "utf-8"
        )
        simulation = maboss.MaBoSSSim(network=str(network), config=str(configuration))
        values, _, names, _ = simulation.run().get_last_nodes_probtraj()
        found = dict(zip(names, values[0], strict=True))
        settled = COMPILED.settle([Condition(on)])
        for node in set(PATHWAY.readouts.values()):
            exact = float(settled.share(node)[0])
            assert found.get(node, 0.0) == pytest.approx(exact, abs=0.06), (sorted(on), node)
