from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.simulation import TreatmentOutcome
from crestome.simulate.compiled_pathway import compile_pathway
from crestome.simulate.personalise import Tumour
from crestome.simulate.screen import readouts_of, screen_pairs, screen_singles, treat
from crestome.simulate.treatment import FRESH, Bench, prepare

PATHWAY = load_pathway(load_knowledge())
COMPILED = compile_pathway(PATHWAY)


def bench(*settings: set[str], start: str = FRESH) -> Bench:
    tumour = Tumour((), (), tuple(frozenset(names) for names in settings))
    return prepare(PATHWAY, COMPILED, tumour, start)


def found(outcomes: tuple[TreatmentOutcome, ...], *treatments: str) -> TreatmentOutcome:
    return next(item for item in outcomes if set(item.treatments) == set(treatments))


def test_equal_scores_share_a_tier_and_tiers_fall() -> None:
    outcomes = screen_singles(bench({"MYCN:amp"}))
    assert [item.tier for item in outcomes] == sorted(item.tier for item in outcomes)
    assert len(outcomes) == len(PATHWAY.treatments)
    by_tier: dict[int, set[tuple[float, float]]] = {}
    for item in outcomes:
        by_tier.setdefault(item.tier, set()).add((item.score.low, item.score.high))
    assert all(len(scores) == 1 for scores in by_tier.values())
    assert sorted(by_tier) == list(range(1, len(by_tier) + 1))


def test_no_pair_holds_the_same_target_twice() -> None:
    pairs = {item.treatments for item in screen_pairs(bench({"MYCN:amp"}))}
    assert ("MDM2", "MDM2-MDM4") not in pairs
    assert ("HDAC", "HDAC-PI3K") not in pairs
    assert ("ATM", "TMZIRI") in pairs


def test_the_gain_of_a_pair_is_over_the_better_single_agent() -> None:
    tumour = bench({"ATRX:lof"})
    pair = found(screen_pairs(tumour), "ATM", "TMZIRI")
    single = max(treat(tumour, (key,)).score.low for key in ("ATM", "TMZIRI"))
    assert pair.gain is not None
    assert pair.gain.low == pair.score.low - single > 0.2


def test_a_pair_treated_alone_is_the_pair_of_the_screen() -> None:
    tumour = bench({"NRAS:Q61K"}, {"NRAS:Q61K", "TP53:lof"})
    screened = found(screen_pairs(tumour, 0.7), "MEK", "RAF")
    alone = treat(tumour, screened.treatments, 0.7)
    assert alone == screened.model_copy(update={"tier": 0})


def test_an_unknown_input_makes_a_range() -> None:
    known = treat(bench({"MYCN:amp"}), ("MDM2",)).score
    open_ = treat(bench({"MYCN:amp"}, {"MYCN:amp", "TP53:lof"}), ("MDM2",)).score
    assert known.low == known.high
    assert open_.low < open_.high == known.high


def test_a_weaker_drug_does_no_more() -> None:
    full = treat(bench({"MYCN:amp"}), ("MDM2",)).score.low
    weak = treat(bench({"MYCN:amp"}), ("MDM2",), 0.5).score.low
    assert weak == full / 2


def test_every_read_out_is_reported() -> None:
    tumour = bench({"MYCN:amp"})
    assert set(readouts_of(tumour, tumour.untreated)) == set(PATHWAY.readouts)


def test_drugs_of_a_class_stand_together() -> None:
    outcome = treat(bench({"MYCN:amp"}), ("MDM2", "IGF1R"))
    assert "idasanutlin" in outcome.drugs[0]
    assert outcome.drugs[1] == "IGF1R_inhibitor"
    assert outcome.title == "MDM2 antagonist + IGF1R inhibitor"
