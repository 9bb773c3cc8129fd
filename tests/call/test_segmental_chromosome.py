from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import polars as pl
import pytest
from call.genome import Change, genome, with_purity
from call.profile import profile_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crestome.call.chromosome_survey import SegmentalChromosomeRules
from crestome.call.segmental_chromosome import MECHANISM
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical, Inss, Resection
from crestome.model.copy_number import CopyNumberSegments
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES, Assembly
from crestome.model.patient import Patient, Sample

LOST, GAINED = -0.6, 0.45
COHORT = Path(__file__).parents[2].parent / "shared" / "data" / "nb_acgh"
YES_OR_NO = ("distal_6q_loss", "loss_6q21", "inrg_11q_aberration", "cog_sca")


class Bench:
    """Calls tumours with the shipped rules."""

    def __init__(self, knowledge: Knowledge, nothing: CaseEvidence) -> None:
        self.rules = knowledge.rules("segmental_chromosome", SegmentalChromosomeRules)
        self.nothing = nothing

    def call(self, evidence: CaseEvidence, calls: Calls | None = None) -> Call:
        return MECHANISM.answer(evidence, calls or Calls(), self.rules)

    def of(self, **changes: Sequence[Change]) -> Call:
        """Keywords are chromosomes as ``chr1``."""
        return self.call(genome(self.nothing, _contigs(changes)))


def _contigs(changes: Mapping[str, Sequence[Change]]) -> dict[str, Sequence[Change]]:
    return {name.removeprefix("chr"): items for name, items in changes.items()}


@pytest.fixture(scope="module")
def bench(knowledge: Knowledge, nothing: CaseEvidence) -> Bench:
    return Bench(knowledge, nothing)


def mycn(label: str, state: CallState) -> Calls:
    return Calls().having(Call(mechanism="mycn", state=state, label=label, reason="FISH"))


AMPLIFIED = mycn("amplified", CallState.PRESENT)
NOT_AMPLIFIED = mycn("normal", CallState.ABSENT)


def test_without_segments_it_is_not_assessed(bench: Bench) -> None:
    call = bench.call(bench.nothing)
    assert (call.state, call.missing) == (CallState.NOT_ASSESSED, ("copy_number_profile",))
    assert set(call.detail.values()) == {None}


def test_a_measured_tumour_without_change_has_none(bench: Bench) -> None:
    call = bench.of()
    assert (call.state, call.label) == (CallState.ABSENT, "none")
    assert call.detail["sca_typical"] == ()
    assert [call.detail[key] for key in YES_OR_NO] == [False] * 4
    assert call.detail["fraction_genome_altered"] == 0.0


@pytest.mark.parametrize("purity", [0.29, None])
def test_silence_of_an_impure_or_unknown_sample_says_nothing(
    bench: Bench, purity: float | None
) -> None:
    call = bench.call(with_purity(genome(bench.nothing), purity))
    assert (call.state, call.label) == (CallState.INDETERMINATE, "uninformative")
    assert call.missing == ("purity",)
    assert {call.detail[key] for key in ("sca_any", "numerical", *YES_OR_NO)} == {None}


@pytest.mark.parametrize("purity", [0.1, None])
def test_changes_that_are_seen_stand_whatever_the_purity(
    bench: Bench, purity: float | None
) -> None:
    tumour = genome(bench.nothing, {"11": [(70, 135.086622, LOST)]})
    call = bench.call(with_purity(tumour, purity))
    assert call.state is CallState.PRESENT
    assert call.detail["inrg_11q_aberration"] is True
    whole = genome(bench.nothing, {"7": [(0, 159.345973, GAINED)]})
    assert bench.call(with_purity(whole, purity)).state is CallState.ABSENT


def test_the_purity_of_the_profile_comes_before_that_of_the_sample(bench: Bench) -> None:
    tumour = genome(bench.nothing)
    assert tumour.copy_number is not None
    impure = replace(tumour, copy_number=replace(tumour.copy_number, purity=0.2))
    assert bench.call(impure).label == "uninformative"


def test_a_profile_broken_everywhere_is_noise(bench: Bench) -> None:
    teeth = [(start, start + 1, LOST) for start in range(1, 40, 4)]
    call = bench.of(**{f"chr{number}": teeth for number in range(1, 16)})
    assert call.label == "uninformative"
    assert "Noise" in call.reason
    assert call.flag("noise")
    assert not bench.of(chr1=[(0, 30, LOST)]).flag("noise")


def test_arms_that_were_not_measured_leave_it_open(bench: Bench) -> None:
    call = bench.call(genome(bench.nothing, leave_out=["11", "17"]))
    assert call.label == "uninformative"
    assert "11q, 17q" in call.reason


def test_unmeasured_arms_leave_their_answers_open_beside_a_change(bench: Bench) -> None:
    tumour = genome(bench.nothing, {"17": [(30, 83.257441, GAINED)]}, leave_out=["11"])
    call = bench.call(tumour)
    assert call.detail["sca_typical"] == ("17q_gain",)
    assert call.detail["inrg_11q_aberration"] is None
    assert call.detail["cog_sca"] is None
    assert call.detail["distal_6q_loss"] is False


def test_whole_chromosomes_are_no_segmental_change(bench: Bench) -> None:
    call = bench.of(chr17=[(0, 83.257441, GAINED)], chr11=[(0, 135.086622, LOST)])
    assert (call.label, call.detail["sca_any"]) == ("none", ())
    assert call.detail["numerical"] == ("11_loss", "17_gain")
    assert call.detail["inrg_11q_aberration"] is False
    assert call.detail["cog_sca"] is False
    assert "whole chromosome 11 loss" in call.reason


def test_1p_counts_as_typical_only_with_1p36(bench: Bench) -> None:
    distal = bench.of(chr1=[(0, 40, LOST)])
    inner = bench.of(chr1=[(50, 100, LOST)])
    assert distal.detail["sca_typical"] == ("1p_loss",)
    assert distal.detail["cog_sca"] is True
    assert (inner.detail["sca_any"], inner.detail["sca_typical"]) == (("1p_loss",), ())
    assert inner.detail["cog_sca"] is False


def test_typical_changes_come_in_the_order_of_the_rules(bench: Bench) -> None:
    call = bench.of(
        chr17=[(30, 83.257441, GAINED)], chr2=[(0, 60, GAINED)], chr14=[(50, 107, LOST)]
    )
    assert call.detail["sca_typical"] == ("2p_gain", "17q_gain")
    assert call.detail["sca_any"] == ("2p_gain", "14q_loss", "17q_gain")


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [(70, 135.086622, True), (60, 100, None), (60, 112, None), (118.5, 135.086622, None)],
)
def test_the_11q_aberration_is_a_loss_at_11q23(
    bench: Bench, start: float, end: float, answer: bool | None
) -> None:
    call = bench.of(chr11=[(start, end, LOST)])
    assert "11q_loss" in call.texts("sca_any")
    assert call.detail["inrg_11q_aberration"] is answer
    assert call.needs_review is (answer is None)
    assert any("induction" in note for note in call.notes) is (answer is True)


def test_11q_loss_with_most_of_11p_lost_needs_review(bench: Bench) -> None:
    call = bench.of(chr11=[(0, 40, LOST), (70, 135.086622, LOST)])
    assert call.detail["inrg_11q_aberration"] is None
    assert call.needs_review


def test_copy_neutral_loss_of_heterozygosity_counts_for_the_cog(bench: Bench) -> None:
    loh = profile_of(
        ("1", 0, 60, {"total_copies": 2.0, "minor_copies": 0.0}),
        ("1", 60, 248, {"total_copies": 2.0, "minor_copies": 1.0}),
    )
    rest = genome(bench.nothing, column="total_copies", level=2.0, leave_out=["1"])
    assert rest.copy_number is not None
    frame = pl.concat([loh.segments.frame, rest.copy_number.segments.frame])
    profile = replace(rest.copy_number, segments=CopyNumberSegments(frame))
    call = bench.call(replace(rest, copy_number=profile))
    assert (call.detail["sca_any"], call.detail["sca_typical"]) == (("1p_loh",), ())
    assert call.detail["cog_sca"] is True
    assert "LOH" in call.reason


def test_11q_loss_beside_mycn_amplification_needs_review(bench: Bench) -> None:
    tumour = genome(bench.nothing, {"11": [(70, 135.086622, LOST)]})
    assert bench.call(tumour, AMPLIFIED).needs_review
    assert not bench.call(tumour, NOT_AMPLIFIED).needs_review


@pytest.mark.parametrize(
    ("start", "end", "distal", "inner"),
    [
        (150, 170.805979, True, False),
        (100, 120, False, True),
        (64, 170.805979, True, True),
        (150, 167.0, None, False),
        (113, 130, False, None),
    ],
)
def test_distal_6q_and_6q21_are_told_apart(
    bench: Bench, start: float, end: float, distal: bool | None, inner: bool | None
) -> None:
    call = bench.of(chr6=[(start, end, LOST)])
    assert call.detail["distal_6q_loss"] is distal
    assert call.detail["loss_6q21"] is inner
    assert call.needs_review is (None in {distal, inner})
    assert any("Distal 6q" in note for note in call.notes) is (distal is True)


def test_loss_of_chromosome_6_is_no_distal_6q_loss(bench: Bench) -> None:
    call = bench.of(chr6=[(0, 170.805979, LOST)])
    assert call.detail["distal_6q_loss"] is False
    assert call.detail["loss_6q21"] is False


def test_genes_are_named_only_where_the_lost_stretch_covers_them(bench: Bench) -> None:
    small, large = bench.of(chr1=[(0, 20, LOST)]), bench.of(chr1=[(0, 40, LOST)])
    assert set(small.texts("genes_hemizygous")) == {"CAMTA1", "CHD5", "KIF1B", "MIR34A"}
    assert "ARID1A" in large.texts("genes_hemizygous")
    assert any("mesenchymal" in note for note in large.notes)
    assert not any("inactivated" in note for note in (*small.notes, *large.notes))


def test_ccnd1_is_not_a_suppressor_of_11q(bench: Bench) -> None:
    call = bench.of(chr11=[(60, 135.086622, LOST)])
    assert "ATM" in call.texts("genes_hemizygous")
    assert "CCND1" not in call.texts("genes_hemizygous")


def test_a_change_on_a_barely_measured_chromosome_needs_review(bench: Bench) -> None:
    rest = genome(bench.nothing, leave_out=["11"])
    assert rest.copy_number is not None
    lost = profile_of(("11", 90, 130, {"log2": LOST}))
    frame = pl.concat([rest.copy_number.segments.frame, lost.segments.frame])
    profile = replace(rest.copy_number, segments=CopyNumberSegments(frame))
    call = bench.call(replace(rest, copy_number=profile))
    assert call.detail["sca_typical"] == ("11q_loss",)
    assert any("not measured" in note for note in call.notes)


@pytest.mark.parametrize(
    ("clinical", "calls", "shown"),
    [
        ({}, NOT_AMPLIFIED, True),
        ({"age_at_diagnosis_days": 546}, NOT_AMPLIFIED, False),
        ({"inss": Inss.STAGE_1}, NOT_AMPLIFIED, False),
        ({"resection": None}, NOT_AMPLIFIED, False),
        ({"age_at_diagnosis_days": None}, NOT_AMPLIFIED, False),
        ({}, AMPLIFIED, False),
        ({}, Calls(), False),
    ],
)
def test_the_note_on_localised_disease_needs_every_fact(
    bench: Bench, clinical: dict[str, object], calls: Calls, shown: bool
) -> None:
    facts = Clinical(
        inss=Inss.STAGE_2A, age_at_diagnosis_days=547, resection=Resection.INCOMPLETE
    ).model_copy(update=clinical)
    tumour = replace(genome(bench.nothing, {"1": [(0, 40, LOST)]}), clinical=facts)
    assert any("Localised" in note for note in bench.call(tumour, calls).notes) is shown


def test_regions_and_findings_say_where_and_how_far(bench: Bench) -> None:
    call = bench.of(chr1=[(0, 40, LOST)])
    assert call.detail["regions"] == (
        {
            "region": "1p",
            "state": "loss",
            "start": 0,
            "end": 40_000_000,
            "value": LOST,
            "extent": "distal",
            "arm_fraction": 0.329,
        },
    )
    assert call.evidence[0].where == "chr1:1-40,000,000"
    assert call.evidence[0].what == "1p loss (distal) over 40.0 Mb, -0.60 from the baseline"
    assert call.detail["n_breakpoints"] == 1


def test_a_list_of_calls_without_numbers_is_enough(bench: Bench) -> None:
    profile = profile_of(("11", 72, 135.086622, {"call": "loss"}), altered_only=True)
    call = bench.call(replace(bench.nothing, copy_number=profile))
    assert call.detail["sca_typical"] == ("11q_loss",)
    assert call.evidence[0].what.endswith("Mb")


def test_a_profile_without_autosomes_measured_nothing(bench: Bench) -> None:
    profile = profile_of(("X", 0, 150, {"log2": 0.0}))
    call = bench.call(replace(bench.nothing, copy_number=profile))
    assert call.label == "uninformative"
    assert call.detail["fraction_genome_altered"] is None


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.floats(60, 100), further=st.floats(0, 35))
def test_a_longer_loss_never_unmakes_the_11q_aberration(
    bench: Bench, start: float, further: float
) -> None:
    short = bench.of(chr11=[(start, 120, LOST)])
    long = bench.of(chr11=[(max(start - further, 56), 135.086622, LOST)])
    assert short.detail["inrg_11q_aberration"] is True
    assert long.detail["inrg_11q_aberration"] is True


def test_curated_arms_of_the_high_risk_cohort_are_found(knowledge: Knowledge, bench: Bench) -> None:
    """The whole comparison is validation/chromosomes.py; here every sixth tumour, 1p and 17q."""
    paths = [
        next(iter(COHORT.glob(f"hrnb*_{kind}.parquet")), None) for kind in ("samples", "segments")
    ]
    if paths[0] is None or paths[1] is None:
        pytest.skip("../shared/data/nb_acgh is absent: nothing to compare with")
    samples, segments = (pl.read_parquet(path) for path in paths if path is not None)
    place = knowledge.genome(Assembly.GRCH37)
    wrong = 0
    for row in samples.gather_every(6).iter_rows(named=True):
        mine = segments.filter(pl.col("sample") == row["sample"])
        pieces = [
            (
                chrom,
                start / 1e6,
                end / 1e6,
                {"log2": ratio, "call": call.replace("ampl", "amplified")},
            )
            for _, chrom, start, end, ratio, call in mine.iter_rows()
        ]
        tumour = CaseEvidence(
            patient=Patient(id="P"),
            sample=Sample(id="T"),
            genome=place,
            copy_number=profile_of(*pieces),
        )
        found = bench.call(tumour).texts("sca_any")
        wrong += ("1p_loss" in found) is not (row["chr1p"] == 1)
        wrong += ("17q_gain" in found) is not (row["chr17q"] == 1)
    assert wrong <= 1


def test_a_second_level_nearly_as_common_is_for_review(bench: Bench) -> None:
    lengths = [bench.nothing.genome.chromosomes[name].length_bp for name in AUTOSOMES]
    half = [
        name
        for name, before in zip(AUTOSOMES, accumulate(lengths), strict=True)
        if before < sum(lengths) * 0.5
    ]
    changes = {name: [(0.0, 250.0, 0.4)] for name in half}
    call = bench.call(genome(bench.nothing, changes))
    assert call.needs_review
    assert any("nearly as common as the baseline" in note for note in call.notes)
