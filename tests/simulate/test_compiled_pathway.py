from __future__ import annotations

import numpy as np
import pytest
from knowledge.pathways import small, with_node

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.logic_text import parse_rule
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.logic import Expression
from crestome.simulate.compiled_pathway import Condition, compile_pathway

COMPILED = compile_pathway(small())


def test_a_read_out_is_the_share_of_cells_over_the_contexts() -> None:
    settled = COMPILED.settle([Condition(), Condition(frozenset({"A_on"}))])
    assert settled.share("Kinase").tolist() == [0.5, 1.0]
    assert settled.share("Rest").tolist() == [0.5, 0.0]


def test_a_context_can_be_fixed() -> None:
    fed = Condition(fixed=(("C_Food", True),))
    starved = Condition(fixed=(("C_Food", False),))
    assert COMPILED.settle([fed, starved]).share("Kinase").tolist() == [1.0, 0.0]


def test_a_condition_that_does_not_settle_has_no_read_out() -> None:
    blinking = compile_pathway(
        with_node(
            "Rest", rule="!Rest", edges={"Rest": {"sign": "-", "mark": "P", "sources": ["x"]}}
        )
    )
    assert np.isnan(blinking.settle([Condition()]).share("Kinase")).all()


def test_a_changed_rule_changes_its_node_alone() -> None:
    changed = COMPILED.with_rules({"Kinase": parse_rule("0 | !Receptor & !D_stop | 1 & 0")})
    settled = changed.settle([Condition()])
    assert settled.share("Kinase").tolist() == [0.5]
    assert settled.share("Receptor").tolist() == [0.5]
    assert (
        COMPILED.settle([Condition()]).words[COMPILED.rows["Kinase"]]
        != settled.words[COMPILED.rows["Kinase"]]
    )


def test_chunks_of_conditions_are_put_together_again() -> None:
    many = [Condition(frozenset({"A_on"} if number % 2 else ())) for number in range(5000)]
    shares = COMPILED.settle(many).share("Kinase")
    assert shares.tolist() == [0.5, 1.0] * 2500


def test_every_single_and_pair_of_the_shipped_model_settles() -> None:
    pathway = load_pathway(load_knowledge())
    compiled = compile_pathway(pathway)
    switches = [name for name in pathway.inputs if name not in pathway.contexts]
    pairs = [Condition(frozenset({a, b})) for a in switches for b in switches]
    assert not compiled.settle(pairs).open.any()


def test_the_oracle_of_one_cell_agrees_with_the_words() -> None:
    pathway = load_pathway(load_knowledge())
    compiled = compile_pathway(pathway)
    on = {"A_ALK_F1174", "A_MYCN_amp", "A_del1p", "D_ALK3", "D_MDM2"}
    settled = compiled.settle([Condition(frozenset(on))])
    for lane in (0, 21, 42, 63):
        cell = dict.fromkeys(pathway.inputs, False) | dict.fromkeys(on, True)
        cell |= {name: bool(lane >> place & 1) for place, name in enumerate(pathway.contexts)}
        cell |= {name: node.start for name, node in pathway.nodes.items()}
        for _ in range(5):
            fast = {n: x for n, x in pathway.nodes.items() if x.pace == "fast"}
            for _ in range(8):
                for name, node in fast.items():
                    cell[name] = _value(node.expression, cell)
            slow = {n: x for n, x in pathway.nodes.items() if x.pace == "slow"}
            cell |= {name: _value(node.expression, cell) for name, node in slow.items()}
        for name in pathway.nodes:
            found = int(settled.words[compiled.rows[name], 0]) >> lane & 1
            assert found == cell[name], (lane, name)


def _value(rule: Expression, cell: dict[str, bool]) -> bool:
    from crestome.knowledge.logic_text import write_rule

    text = write_rule(rule, ("not ", "and", "or"))
    return bool(eval(text, {}, cell))  # noqa: S307 (an oracle over the shipped rules)


@pytest.mark.parametrize("names", [(), ("A_on",)])
def test_blank_conditions_are_those_of_their_inputs(names: tuple[str, ...]) -> None:
    assert (COMPILED.blank([names]) == COMPILED.fresh([Condition(frozenset(names))])).all()
