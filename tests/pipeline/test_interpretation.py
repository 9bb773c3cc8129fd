from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Calls
from crestome.model.clinical import Clinical
from crestome.model.patient import Material, Sample, TimePoint
from crestome.pipeline.interpretation import interpret


def test_every_source_of_every_part_is_named() -> None:
    sample = Sample(id="T1", time_point=TimePoint.DIAGNOSIS, material=Material.TUMOUR)
    meaning = interpret(
        Clinical(),
        (SampleAssessment(sample=sample, calls=Calls()),),
        load_knowledge(),
        lambda _sample, *_: Calls(),
    )
    assert meaning.risk.sources <= meaning.sources
    assert all(set(option.sources) <= meaning.sources for option in meaning.therapies)
    assert len(meaning.therapies) == len(load_knowledge().drugs)
