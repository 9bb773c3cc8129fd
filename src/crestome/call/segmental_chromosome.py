"""Segmental chromosomes: which parts of chromosomes are lost or gained, and which matter by name?

Loss of 1p, 3p, 4p or 11q and gain of 1q, 2p or 17q mark aggressive neuroblastoma; changes of whole
chromosomes alone do not. 17q gain is therefore a surplus of 17q over 17p, not a third chromosome
17, and the 11q aberration of the INRG is a loss at 11q23 with 11p retained. A lost stretch leaves
one copy of its genes: they are candidates, not inactivated genes. A silent profile of a sample with
few or an unknown share of tumour cells says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

from crestome.call.chromosome_survey import (
    Change,
    ChromosomeSurvey,
    SegmentalChromosomeRules,
    Stretch,
    survey_chromosomes,
)
from crestome.call.dilution import stated_purity
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.named_region import Extent, extent_of, read_regions, stretch_row
from crestome.call.segment_state import measure_baseline
from crestome.knowledge.schema import Curated
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding, Quantity
from crestome.model.clinical import Inss
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Interval

NAME: Final = "segmental_chromosome"

_RULES: Final = ("minimum_mb", "whole_fraction", "interrupted_mb", "step", "named_regions")
_LOST: Final = (Change.LOSS, Change.LOH)
_INSS_2: Final = (Inss.STAGE_2A, Inss.STAGE_2B)


@dataclass(frozen=True, kw_only=True)
class _Profile:
    """The surveyed chromosomes of one sample, and the rules to read them by."""

    evidence: CaseEvidence
    calls: Calls
    rules: SegmentalChromosomeRules
    surveys: dict[str, ChromosomeSurvey]

    def survey_of(self, stretch: Stretch) -> ChromosomeSurvey:
        """The chromosome that a stretch lies on."""
        return self.surveys[stretch.interval.contig]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Segmental changes."""
        return tuple(stretch for survey in self.surveys.values() for stretch in survey.stretches)

    @property
    def wholes(self) -> tuple[Stretch, ...]:
        """Changes of whole chromosomes."""
        return tuple(survey.whole for survey in self.surveys.values() if survey.whole is not None)

    @property
    def sca_any(self) -> tuple[str, ...]:
        """Segmental changes by name, each once."""
        return tuple(dict.fromkeys(stretch.name for stretch in self.stretches))

    @property
    def sca_typical(self) -> tuple[str, ...]:
        """The typical ones among them, in the order of the rules."""
        named = {stretch.name for stretch in self.stretches if self.reaches_region(stretch)}
        return tuple(name for name in self.rules.typical.value if name in named)

    @property
    def mycn_amplified(self) -> bool:
        """Whether MYCN was called amplified."""
        return "mycn" in self.calls and self.calls["mycn"].state is CallState.PRESENT

    def region(self, name: str) -> Interval:
        """A named region of the case's assembly."""
        return self.evidence.genome.regions[name]

    def reaches_region(self, stretch: Stretch) -> bool:
        """Whether a stretch touches the region that its alteration is about, if there is one."""
        name = f"{stretch.region}_{Change.LOSS if stretch.change in _LOST else stretch.change}"
        region = self.rules.region_of_typical.value.get(name)
        return region is None or stretch.interval.overlap_bp(self.region(region)) > 0

    def measured(self, interval: Interval) -> bool:
        """Whether enough of ``interval`` was measured for silence to mean unaltered."""
        share = self.surveys[interval.contig].measured_fraction(interval)
        return share >= self.rules.minimum_coverage.value

    def region_lost(self, region: Interval, needed_bp: float, *changes: Change) -> bool | None:
        """Whether a region is lost by a part of its chromosome; None where that is open."""
        survey = self.surveys[region.contig]
        if survey.part_bp(region, *changes) >= needed_bp:
            return True
        touched = any(
            stretch.change in changes and stretch.interval.overlap_bp(region)
            for stretch in survey.stretches
        )
        return None if touched or not self.measured(region) else False


def call_segmental_chromosome(
    evidence: CaseEvidence, calls: Calls, rules: SegmentalChromosomeRules
) -> Call:
    """Call segmental chromosomes altered, unaltered or uninformative.

    Args:
        evidence: Uses the segments, purity, ploidy, DNA index, and the stage and age for a note.
        calls: Uses ``mycn`` for notes.
        rules: See `SegmentalChromosomeRules`.

    Returns:
        ``present`` (``altered``) with at least one segmental change; ``absent`` (``none``) where
        the profile shows none; ``indeterminate`` (``uninformative``) for noise, and where nothing
        is seen but purity is low or unknown or a typical arm was not measured; ``not_assessed``
        without segments. Whole-chromosome changes alone are ``none``.

    References:
        janoueix-lerosey-2009, schleiermacher-2012, ambros-2009, cohn-2009, irwin-2021,
        depuydt-2018
    """
    if evidence.copy_number is None:
        return Call(
            mechanism=NAME,
            state=CallState.NOT_ASSESSED,
            label="not_assessed",
            reason="No copy-number profile was given.",
            detail={key.name: None for key in DETAILS},
            missing=("copy_number_profile",),
        )
    surveys = survey_chromosomes(evidence, rules)
    profile = _Profile(evidence=evidence, calls=calls, rules=rules, surveys=surveys)
    open_because, missing = _open(profile)
    detail = _detail(profile, known=not open_because)
    reviews = tuple(_reviews(profile, detail))
    notes = tuple(_notes(profile, detail))
    state, label = CallState.ABSENT, "none"
    if open_because:
        state, label = CallState.INDETERMINATE, "uninformative"
    elif profile.sca_any:
        state, label = CallState.PRESENT, "altered"
    return Call(
        mechanism=NAME,
        state=state,
        label=label,
        reason=open_because or _in_words(profile),
        detail=detail | {"needs_review": bool(reviews), "noise": _noisy(profile)},
        quantities=tuple(_quantities(surveys)),
        evidence=tuple(_findings(profile)),
        missing=missing,
        needs_review=bool(reviews),
        notes=(*reviews, *(note.value for note in notes)),
        rules=tuple(f"{NAME}.{key}" for key in _RULES),
        sources=cited(rules.minimum_mb, rules.whole_fraction, rules.typical, *notes),
    )


def _open(profile: _Profile) -> tuple[str, tuple[str, ...]]:
    """Why the profile says nothing, and what would help; "" where it speaks."""
    rules = profile.rules
    if _noisy(profile):
        reason = f"Noise: the state changes {_broken(profile):g} times on the median autosome."
        return reason, ("copy_number_profile",)
    if profile.stretches:
        return "", ()
    unmeasured = [name for name in rules.typical.value if not profile.measured(_arm(profile, name))]
    if unmeasured:
        arms = ", ".join(dict.fromkeys(name.split("_", maxsplit=1)[0] for name in unmeasured))
        return f"No segmental change seen, but not measured: {arms}.", ("copy_number_profile",)
    purity = stated_purity(profile.evidence)
    if profile.wholes or (purity is not None and purity >= rules.minimum_purity.value):
        return "", ()
    share = "is unknown" if purity is None else f"is {purity:.0%}"
    needed = f"{rules.minimum_purity.value:.0%}"
    return (
        f"Nothing altered, but the tumour cell fraction {share}: below {needed} changes hide.",
        ("purity",),
    )


def _broken(profile: _Profile) -> float:
    return median(survey.breakpoints for survey in profile.surveys.values())


def _noisy(profile: _Profile) -> bool:
    return _broken(profile) >= profile.rules.noisy_breakpoints.value


def _arm(profile: _Profile, name: str) -> Interval:
    region = name.split("_", maxsplit=1)[0]
    return profile.surveys[region[:-1]].arms[region[-1]]


def _detail(profile: _Profile, *, known: bool) -> dict[str, DetailValue]:
    """The named facts; where the profile says nothing, yes and no and the lists are unknown."""
    surveys = profile.surveys.values()
    covered_bp = sum(survey.covered_bp for survey in surveys)
    altered_bp = sum(survey.altered_bp for survey in surveys)
    detail: dict[str, DetailValue] = {key.name: None for key in DETAILS}
    detail |= {
        "regions": tuple(
            stretch_row(stretch, profile.survey_of(stretch), profile.rules)
            for stretch in (*profile.wholes, *profile.stretches)
        ),
        "n_breakpoints": sum(survey.breakpoints for survey in surveys),
        "fraction_genome_altered": round(altered_bp / covered_bp, 4) if covered_bp else None,
    }
    if known:
        detail |= {
            "sca_typical": profile.sca_typical,
            "sca_any": profile.sca_any,
            "numerical": tuple(stretch.name for stretch in profile.wholes),
            "distal_6q_loss": _distal_6q(profile),
            "loss_6q21": _loss_6q21(profile),
            "inrg_11q_aberration": _inrg_11q(profile),
            "cog_sca": _cog(profile),
            "genes_hemizygous": tuple(_genes(profile)),
            "named_regions": tuple(
                reading.row()
                for reading in read_regions(
                    profile.surveys, profile.evidence.genome.regions, profile.rules
                )
            ),
        }
    return detail


def _distal_6q(profile: _Profile) -> bool | None:
    region = profile.region("distal_6q")
    needed_bp = profile.rules.covered_fraction.value * region.length_bp
    return profile.region_lost(region, needed_bp, Change.LOSS)


def _loss_6q21(profile: _Profile) -> bool | None:
    needed_bp = profile.rules.region_mb.value * BP_PER_MB
    return profile.region_lost(profile.region("6q21"), needed_bp, Change.LOSS)


def _inrg_11q(profile: _Profile) -> bool | None:
    """Loss at 11q23 with 11p retained; None where it ends before or just inside 11q23."""
    rules = profile.rules
    region = profile.region(rules.inrg_11q_region.value)
    survey = profile.surveys[region.contig]
    lost = profile.region_lost(region, rules.region_mb.value * BP_PER_MB, *_LOST)
    short_arm = survey.arms["p"]
    share_of_11p = survey.part_bp(short_arm, *_LOST) / short_arm.length_bp
    balanced = lost is True and share_of_11p >= rules.retained_fraction.value
    elsewhere = lost is False and any(
        stretch.change in _LOST and stretch.region == "11q" for stretch in survey.stretches
    )
    return None if balanced or elsewhere else lost


def _cog(profile: _Profile) -> bool | None:
    """Loss or loss of heterozygosity of 1p or 11q, the two that the COG classifies by."""
    arms = ("1p", "11q")
    for stretch in profile.stretches:
        if stretch.region in arms and stretch.change in _LOST and profile.reaches_region(stretch):
            return True
    return False if all(profile.measured(_arm(profile, arm)) for arm in arms) else None


def _genes(profile: _Profile) -> Iterator[str]:
    for genes in profile.rules.candidate_genes.value.values():
        for symbol in genes:
            place = profile.evidence.genome.gene(symbol).interval
            if profile.surveys[place.contig].left_with_one_copy(place):
                yield symbol


def _findings(profile: _Profile) -> Iterator[Finding]:
    for stretch in (*profile.wholes, *profile.stretches):
        level = "" if stretch.level is None else f", {stretch.level:+.2f} from the baseline"
        extent = extent_of(stretch, profile.survey_of(stretch), profile.rules)
        part = f" ({extent})" if extent is not Extent.WHOLE_CHROMOSOME else ""
        what = f"{_words(stretch)}{part} over {stretch.length_bp / BP_PER_MB:.1f} Mb{level}"
        yield Finding(what=what, where=str(stretch.interval))


def _quantities(surveys: dict[str, ChromosomeSurvey]) -> Iterator[Quantity]:
    count = sum(len(survey.stretches) for survey in surveys.values())
    yield Quantity(name="segmental changes", value=float(count), unit="stretches")
    broken = sum(survey.breakpoints for survey in surveys.values())
    yield Quantity(name="breakpoints", value=float(broken), unit="changes of state")


def _words(stretch: Stretch) -> str:
    change = "LOH without loss" if stretch.change is Change.LOH else stretch.change.value
    whole = "whole chromosome " if stretch.region.isdigit() else ""
    return f"{whole}{stretch.region} {change}"


def _in_words(profile: _Profile) -> str:
    parts = ", ".join(dict.fromkeys(_words(stretch) for stretch in profile.stretches))
    wholes = ", ".join(_words(stretch) for stretch in profile.wholes)
    segmental = f"Segmental: {parts}" if parts else "No segmental change"
    return f"{segmental}; {wholes}." if wholes else f"{segmental}."


def _reviews(profile: _Profile, detail: dict[str, DetailValue]) -> Iterator[str]:
    """What a person should look at."""
    rules = profile.rules
    if detail["sca_any"] is None:
        return
    names = profile.sca_any
    lost_11q = "11q_loss" in names or "11q_loh" in names
    if lost_11q and detail["inrg_11q_aberration"] is None:
        yield (
            "11q is lost, but not clearly at 11q23 with 11p retained: whether this is the 11q "
            "aberration of the INRG needs review."
        )
    if "6q_loss" in names and None in {detail["distal_6q_loss"], detail["loss_6q21"]}:
        yield "A loss of 6q ends inside distal 6q or 6q21, or these were not measured: review."
    for stretch in profile.stretches:
        chromosome = profile.survey_of(stretch).chromosome
        if not profile.measured(chromosome.whole):
            yield (
                f"{_words(stretch)}: most of chromosome {chromosome.name} was not measured, "
                "so that a change of the whole chromosome is not excluded."
            )
    baseline = measure_baseline(profile.evidence, rules.segment_state)
    if baseline.rival is not None:
        yield (
            f"Another level ({baseline.rival - baseline.value:+.2f}) is nearly as common as the "
            "baseline: a stated ploidy or DNA index would tell which of them is unaltered."
        )
    if lost_11q and profile.mycn_amplified:
        yield rules.note_11q_with_mycn.value


def _notes(profile: _Profile, detail: dict[str, DetailValue]) -> Iterator[Curated[str]]:
    rules = profile.rules
    genes = detail["genes_hemizygous"]
    if detail["inrg_11q_aberration"]:
        yield rules.note_11q_induction
    if detail["distal_6q_loss"]:
        yield rules.note_distal_6q
    if detail["sca_any"] and _localised_and_old_enough(profile):
        yield rules.note_localised
    if isinstance(genes, tuple) and genes:
        yield rules.note_candidates
        if "ARID1A" in genes:
            yield rules.note_arid1a


def _localised_and_old_enough(profile: _Profile) -> bool:
    """INSS 2, resected, MYCN not amplified and 18 months or older, all of it stated."""
    clinical = profile.evidence.clinical
    age = clinical.age_at_diagnosis_days
    return (
        clinical.inss in _INSS_2
        and clinical.resection is not None
        and age is not None
        and age >= profile.rules.localised_days.value
        and "mycn" in profile.calls
        and profile.calls["mycn"].state is CallState.ABSENT
    )


DETAILS: Final = (
    DetailKey("sca_typical", "Typical segmental alterations."),
    DetailKey("sca_any", "All segmental alterations, by arm."),
    DetailKey("numerical", "Changes of whole chromosomes."),
    DetailKey("distal_6q_loss", "The interval SFT2D1 to AFDN in 6q27 is lost, not chromosome 6."),
    DetailKey("loss_6q21", "6q21 is lost, not chromosome 6."),
    DetailKey("inrg_11q_aberration", "Loss at 11q23 with 11p retained."),
    DetailKey("cog_sca", "Loss or LOH of 1p (with 1p36) or 11q."),
    DetailKey("genes_hemizygous", "Candidate genes that a lost stretch covers; one copy is left."),
    DetailKey("regions", "Stretches and whole chromosomes: 0-based, level, part of the arm."),
    DetailKey("named_regions", "What became of each named region, and how much was measured."),
    DetailKey("n_breakpoints", "Changes of state along the autosomes."),
    DetailKey("fraction_genome_altered", "Share of the measured autosomes off the baseline."),
    DetailKey("noise", "The state changes so often that the profile is noise."),
    DetailKey("needs_review", "A person should look."),
)

MECHANISM: Final = Mechanism(
    name=NAME,
    title="Segmental chromosomes",
    question="Which parts of chromosomes are lost or gained?",
    labels={
        CallState.PRESENT: ("altered",),
        CallState.ABSENT: ("none",),
        CallState.INDETERMINATE: ("uninformative",),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=DETAILS,
    assays=("copy_number_profile", "purity"),
    rules=SegmentalChromosomeRules,
    call=call_segmental_chromosome,
)
