from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crestome.call.mycn import MycnRules
from crestome.call.mycn_transcripts import MycnTranscripts, read_transcripts
from crestome.knowledge.load import Knowledge
from crestome.model.assay import Assays
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sample


def test_the_sample_decides_what_few_transcripts_say(
    nothing: CaseEvidence, knowledge: Knowledge
) -> None:
    rules = knowledge.rules("mycn", MycnRules)
    said = [
        read_transcripts(
            replace(nothing, sample=Sample(id="T", purity=purity), assays=Assays(mycn_tpm=30.0)),
            rules.expression_level,
            rules.amplified_tpm,
            rules.unamplified_tpm,
        )
        for purity in (None, 0.1, 0.8)
    ]
    assert [item.speaks_against for item in said] == [False, False, True]
    assert [item.diluted for item in said] == [True, True, False]
    assert all(item.low for item in said)


def test_without_a_number_nothing_is_said() -> None:
    none = MycnTranscripts(None, 140.83, 44.4, "other cells")
    assert not any((none.high, none.low, none.diluted, none.speaks_against))
    assert none.quantities == ()


@given(tpm=st.floats(0.0, 1e5), hidden=st.sampled_from(["", "other cells may explain it"]))
def test_transcripts_never_speak_for_and_against(tpm: float, hidden: str) -> None:
    rna = MycnTranscripts(tpm, 140.83, 44.4, hidden)
    assert not (rna.high and (rna.low or rna.diluted))
    assert not (hidden and rna.speaks_against)
    assert rna.quantities[0].value == tpm
