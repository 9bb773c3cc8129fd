"""Ways by which a tumour escapes ALK inhibitors: what one sample and those before it say of each.

A second variant on the allele that the drug binds, a signal below ALK (RAS-MAPK) or beside it, loss
of TP53, and a cell state that does not need ALK. A way counts as escape after an ALK inhibitor; one
that stands open before is a risk. What is new is said by an earlier sample in which it could have
been seen; where there is none, time is not known. What was not looked at is never "not seen".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from crestome.call.copy_level import CopyLevel, CopyLevelRules, GeneLevel, classify_genes
from crestome.call.treatment_record import TreatmentRecordRules
from crestome.knowledge.schema import Curated, Rules, Words
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence

_NO_CALL: Final = Call(mechanism="", state=CallState.NOT_ASSESSED, label="", reason="")
_RECORD: Final = "treatment_record"
_UNSEEN: Final = frozenset({CopyLevel.NOT_ASSESSED, CopyLevel.INDETERMINATE})


class Way(StrEnum):
    """Ways of escape, in the order of the page."""

    COMPOUND_ALK = "compound_ALK"
    OFF_TARGET = "off_target_RAS_MAPK"
    BYPASS = "possible_bypass"
    ACQUIRED_TP53 = "acquired_TP53"
    STATE = "state_mediated_escape"
    POLYCLONAL_ALK = "polyclonal_ALK"
    PRE_EXISTING = "pre_existing_bypass_risk"


class Standing(StrEnum):
    """What is known of one way."""

    SEEN = "seen"
    AT_RISK = "at_risk"
    NOT_SEEN = "not_seen"
    NOT_ASSESSED = "not_assessed"


class Timing(StrEnum):
    """Whether an alteration is new, by the earlier samples."""

    ACQUIRED = "acquired"
    PRE_EXISTING = "pre_existing"
    NOT_KNOWN = "not_known"


FOUND: Final = frozenset({Standing.SEEN, Standing.AT_RISK})


class ResistanceRules(Rules):
    """Rules of resistance: what each way means, and the genes of the bypass.

    Attributes:
        copy_level: Cut-offs of amplification.
        treatment_record: Names that mean an ALK inhibitor.
        bypass_genes: Genes whose amplification after an ALK inhibitor is a possible bypass.
        fusion_compound_alleles: Pairs of variants described in cancers with an ALK fusion.
        compound_alk: What a compound allele means.
        polyclonal_alk: What variants in different cells mean.
        off_target_ras_mapk: What a RAS-MAPK alteration after an ALK inhibitor means.
        pre_existing_bypass_risk: What one before it means.
        possible_bypass: What an amplified bypass gene means.
        acquired_tp53: What lost TP53 means.
        state_mediated_escape: What the mesenchymal state means.
        unexplained_note: For progression that nothing explains.
        plasma_note: For a sample in which something may be missed.
    """

    copy_level: CopyLevelRules
    treatment_record: TreatmentRecordRules
    bypass_genes: Words
    fusion_compound_alleles: Words
    compound_alk: Curated[str]
    polyclonal_alk: Curated[str]
    off_target_ras_mapk: Curated[str]
    pre_existing_bypass_risk: Curated[str]
    possible_bypass: Curated[str]
    acquired_tp53: Curated[str]
    state_mediated_escape: Curated[str]
    unexplained_note: Words
    plasma_note: Words


@dataclass(frozen=True, slots=True)
class EscapeRoute:
    """What is known of one way in one sample.

    Attributes:
        way: The way.
        standing: What is known of it.
        meaning: What it means where it is found.
        what: The alterations.
        timing: Whether they are new; None where nothing is found or time says nothing.
        assays: Assays that would show it.
    """

    way: Way
    standing: Standing
    meaning: Curated[str]
    what: str = ""
    timing: Timing | None = None
    assays: tuple[str, ...] = ()


@dataclass(frozen=True)
class EscapeView:
    """The calls of one sample and of the ones before it.

    Attributes:
        evidence: The sample.
        calls: Its calls.
        rules: The rules.
    """

    evidence: CaseEvidence
    calls: Calls
    rules: ResistanceRules

    def call(self, name: str) -> Call:
        """A call of this sample; one that knows nothing where it was not made."""
        return self.calls.by_name().get(name, _NO_CALL)

    def before(self, name: str) -> tuple[Call, ...]:
        """The call in earlier samples, the latest first."""
        made = (calls.by_name().get(name) for calls in reversed(self.evidence.earlier))
        return tuple(call for call in made if call is not None)

    @cached_property
    def levels(self) -> dict[str, GeneLevel]:
        """Copy levels of the genes of the bypass."""
        genes = self.rules.bypass_genes.value
        return classify_genes(genes, self.evidence, self.rules.copy_level)

    @property
    def after_inhibitor(self) -> bool | None:
        """Whether the sample was taken after an ALK inhibitor; None where nobody says."""
        known = self.call("treatment_history").detail.get("post_tki")
        return known if isinstance(known, bool) else None

    @cached_property
    def progressed(self) -> bool:
        """Whether the record says that the disease progressed on an ALK inhibitor."""
        names = {name.casefold() for name in self.rules.treatment_record.alk_inhibitors.value}
        stated = self.call("treatment_history").texts("progressed_on")
        return any(not names.isdisjoint(name.replace("+", " ").split()) for name in stated)

    @property
    def concerned(self) -> bool:
        """Whether the question of ALK inhibitors arises at all."""
        return self.driven is True or self.after_inhibitor is True

    @property
    def driven(self) -> bool | None:
        """Whether ALK is or was activated; None where that is open."""
        calls = (self.call("alk"), *self.before("alk"))
        if any(call.state is CallState.PRESENT for call in calls):
            return True
        return False if calls[0].state is CallState.ABSENT else None


def find_routes(view: EscapeView) -> tuple[EscapeRoute, ...]:
    """What is known of every way, in their order.

    References: berko-2023, liu-2021, pdq-2025, westerhout-2022.
    """
    return (
        _compound(view),
        _off_target(view),
        _bypass(view),
        _tp53(view),
        _cell_state(view),
        _polyclonal(view),
        _pre_existing(view),
    )


def _compound(view: EscapeView) -> EscapeRoute:
    alk, rules = view.call("alk"), view.rules
    compound = alk.detail.get("compound")
    if compound is not True:
        standing = Standing.NOT_SEEN if compound is False else Standing.NOT_ASSESSED
        lacking = _RECORD if alk.flag("sequenced") else "alk_sequencing"
        assays = (lacking,) if compound is None else ()
        return EscapeRoute(Way.COMPOUND_ALK, standing, rules.compound_alk, assays=assays)
    variants = alk.texts("variants")
    before = [(call.texts("variants"), call.flag("sequenced")) for call in view.before("alk")]
    timing = _timing_of(variants, before)
    what = f"ALK {' and '.join(variants)}, phase {alk.text('phase') or 'unknown'}"
    return EscapeRoute(Way.COMPOUND_ALK, Standing.SEEN, rules.compound_alk, what, timing)


def _polyclonal(view: EscapeView) -> EscapeRoute:
    alk, meaning = view.call("alk"), view.rules.polyclonal_alk
    polyclonal = alk.detail.get("polyclonal")
    if polyclonal is True:
        what = f"ALK {' and '.join(alk.texts('variants'))} in different cells"
        return EscapeRoute(Way.POLYCLONAL_ALK, Standing.AT_RISK, meaning, what)
    standing = Standing.NOT_SEEN if polyclonal is False else Standing.NOT_ASSESSED
    assays = ("alk_sequencing",) if polyclonal is None else ()
    return EscapeRoute(Way.POLYCLONAL_ALK, standing, meaning, assays=assays)


def _off_target(view: EscapeView) -> EscapeRoute:
    """A RAS-MAPK alteration counts as escape only after an inhibitor."""
    ras, meaning = view.call("ras_mapk"), view.rules.off_target_ras_mapk
    hit = ras.detail.get("excl_alk")
    if view.after_inhibitor is True and hit is True:
        variants = ras.texts("variants")
        timing = _ras_timing(view, variants)
        return EscapeRoute(Way.OFF_TARGET, Standing.SEEN, meaning, ", ".join(variants), timing)
    undated = hit is True and view.after_inhibitor is None
    standing = Standing.NOT_ASSESSED if hit is None or undated else Standing.NOT_SEEN
    assays = (_RECORD,) if undated else (("ras_sequencing",) if hit is None else ())
    return EscapeRoute(Way.OFF_TARGET, standing, meaning, assays=assays)


def _ras_timing(view: EscapeView, variants: Iterable[str]) -> Timing:
    timings = []
    for variant in variants:
        gene = variant.split()[0]
        before = [
            (call.texts("variants"), _ras_read(call, gene)) for call in view.before("ras_mapk")
        ]
        timings.append(_timing_of((variant,), before))
    return _joined(timings)


def _ras_read(call: Call, gene: str) -> bool:
    assessed = call.state is not CallState.NOT_ASSESSED
    return assessed and gene not in call.texts("missing_genes")


def _pre_existing(view: EscapeView) -> EscapeRoute:
    ras, meaning = view.call("ras_mapk"), view.rules.pre_existing_bypass_risk
    hit, before = ras.detail.get("excl_alk"), view.after_inhibitor is not True
    if before and hit is True and view.call("alk").state is CallState.PRESENT:
        what = f"{', '.join(ras.texts('variants'))} beside activated ALK"
        return EscapeRoute(Way.PRE_EXISTING, Standing.AT_RISK, meaning, what)
    standing = Standing.NOT_ASSESSED if hit is None else Standing.NOT_SEEN
    assays = ("ras_sequencing",) if hit is None else ()
    return EscapeRoute(Way.PRE_EXISTING, standing, meaning, assays=assays)


def _bypass(view: EscapeView) -> EscapeRoute:
    meaning = view.rules.possible_bypass
    amplified = [gene for gene, it in view.levels.items() if it.level is CopyLevel.AMPLIFIED]
    if view.after_inhibitor is True and amplified:
        timing = _joined([_copies_timing(view, gene) for gene in amplified])
        what = f"{', '.join(amplified)} amplified"
        return EscapeRoute(Way.BYPASS, Standing.SEEN, meaning, what, timing)
    unseen = any(it.level in _UNSEEN for it in view.levels.values())
    undated = bool(amplified) and view.after_inhibitor is None
    standing = Standing.NOT_ASSESSED if unseen or undated else Standing.NOT_SEEN
    assays = (_RECORD,) if undated else (("copy_number_profile",) if unseen else ())
    return EscapeRoute(Way.BYPASS, standing, meaning, assays=assays)


def _copies_timing(view: EscapeView, gene: str) -> Timing:
    levels = []
    for call in view.before("resistance"):
        stored = call.detail.get("bypass_copies")
        levels.append(stored.get(gene) if isinstance(stored, dict) else None)
    if CopyLevel.AMPLIFIED.value in levels:
        return Timing.PRE_EXISTING
    seen = any(level and level not in {item.value for item in _UNSEEN} for level in levels)
    return Timing.ACQUIRED if seen else Timing.NOT_KNOWN


def _tp53(view: EscapeView) -> EscapeRoute:
    """Lost TP53 that an earlier sample had already is no escape; without one it may be."""
    p53, meaning = view.call("p53_pathway"), view.rules.acquired_tp53
    status = p53.detail.get("tp53")
    if status != "mutant":
        standing = Standing.NOT_ASSESSED if status is None else Standing.NOT_SEEN
        assays = ("tp53_sequencing",) if status is None else ()
        return EscapeRoute(Way.ACQUIRED_TP53, standing, meaning, assays=assays)
    variants = tuple(item for item in p53.texts("variants") if item.startswith("TP53"))
    read = [
        (call.texts("variants"), call.detail.get("tp53") is not None)
        for call in view.before("p53_pathway")
    ]
    timing = _timing_of(variants, read)
    what = ", ".join(variants)
    if timing is Timing.ACQUIRED or (timing is Timing.NOT_KNOWN and view.after_inhibitor is True):
        return EscapeRoute(Way.ACQUIRED_TP53, Standing.SEEN, meaning, what, timing)
    if timing is Timing.NOT_KNOWN and view.after_inhibitor is None:
        return EscapeRoute(Way.ACQUIRED_TP53, Standing.NOT_ASSESSED, meaning, assays=(_RECORD,))
    return EscapeRoute(Way.ACQUIRED_TP53, Standing.NOT_SEEN, meaning)


def _cell_state(view: EscapeView) -> EscapeRoute:
    state, meaning = view.call("cell_state"), view.rules.state_mediated_escape
    if state.label == "MES":
        return EscapeRoute(Way.STATE, Standing.AT_RISK, meaning, "mesenchymal state")
    settled = state.state in {CallState.PRESENT, CallState.ABSENT}
    standing = Standing.NOT_SEEN if settled else Standing.NOT_ASSESSED
    return EscapeRoute(
        Way.STATE, standing, meaning, assays=() if settled else ("cell_state_expression",)
    )


def _timing_of(names: Iterable[str], before: Iterable[tuple[tuple[str, ...], bool]]) -> Timing:
    """Whether any of these is new, by what earlier samples showed and whether they were read.

    Reading a sequence shows small variants only: of a change of copies nobody can say.
    """
    timings, earlier = [], list(before)
    for name in names:
        if any(name in seen for seen, _ in earlier):
            timings.append(Timing.PRE_EXISTING)
        else:
            visible = _COPIES.isdisjoint(name.split()) and any(read for _, read in earlier)
            timings.append(Timing.ACQUIRED if visible else Timing.NOT_KNOWN)
    return _joined(timings)


_COPIES: Final = frozenset({"amplification", "deletion"})


def _joined(timings: Iterable[Timing]) -> Timing:
    """One that is new makes the whole new; all must be old for it to be old."""
    held = set(timings)
    if Timing.ACQUIRED in held:
        return Timing.ACQUIRED
    return Timing.PRE_EXISTING if held == {Timing.PRE_EXISTING} else Timing.NOT_KNOWN
