from __future__ import annotations

import pytest
from pydantic import ValidationError

from crestome.model.experiment import Experiment, Relation, Side


def test_an_experiment_reads_its_relation_as_printed() -> None:
    experiment = Experiment.from_document(
        {
            "id": "X1",
            "title": "",
            "readout": "apoptosis",
            "a": {"alterations": ["MYCN:amp"], "drugs": []},
            "relation": "a low",
            "margin": 0.1,
        }
    )
    assert experiment.relation is Relation.LOW
    assert experiment.a == Side(alterations=("MYCN:amp",))


def test_a_margin_is_a_share() -> None:
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Experiment(id="X", title="", readout="x", a=Side(), relation=Relation.LOW, margin=2.0)
