from __future__ import annotations

from knowledge.pathways import small, with_node

from crestome.knowledge.logic_text import parse_rule, write_rule
from crestome.simulate.mutation import damaged, single_mutations, truth_table


def test_every_occurrence_is_negated_forced_on_and_forced_off() -> None:
    found = {
        str(item): write_rule(item.expression)
        for item in single_mutations(small())
        if item.node == "Kinase"
    }
    assert found == {
        "Kinase: Receptor negated": "!Receptor & !D_stop",
        "Kinase: Receptor always on": "1 & !D_stop",
        "Kinase: Receptor always off": "0 & !D_stop",
        "Kinase: D_stop negated": "Receptor & !(!D_stop)",
        "Kinase: D_stop always on": "Receptor & !1",
        "Kinase: D_stop always off": "Receptor & !0",
    }


def test_a_change_that_changes_nothing_is_none() -> None:
    pathway = with_node(
        "Rest",
        rule="!Kinase | !Kinase & !Receptor",
        edges={
            name: {"sign": "-", "mark": "P", "sources": ["x"]} for name in ("Kinase", "Receptor")
        },
    )
    kinds = [str(item) for item in single_mutations(pathway) if item.node == "Rest"]
    assert "Rest: Receptor negated" not in kinds
    assert "Rest: Kinase negated" in kinds


def test_a_truth_table_knows_constants() -> None:
    assert truth_table(parse_rule("a & 1 | 0"), ["a"]) == 0b10


def test_damage_is_the_same_for_the_same_seed() -> None:
    changes = list(single_mutations(small()))
    first, again = damaged(changes, 2, 1), damaged(changes, 2, 1)
    assert first == again
    assert len(first) == 2
    assert any(damaged(changes, 2, seed) != first for seed in range(2, 9))
