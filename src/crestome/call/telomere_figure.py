"""Telomere content as a laboratory words it or a program measured it: high, low, or undecided?

Telomeres of tumours with ALT are long and of uneven length, so that more of the reads of a genome
come from them than in the patient's own blood; with telomerase they are about as long as before or
shorter. Neither holds in every tumour. The figures of different programs are not comparable, and a
figure without a control depends on the library and the age of the patient, so that only the ratio
of a tumour to its control says anything. Normal cells in the sample bring it closer to one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from crestome.call.dilution import DIPLOID, baseline_copies, stated_purity
from crestome.call.telomere_tree import Amount, Sign
from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.model.call import Quantity
from crestome.model.evidence import CaseEvidence
from crestome.model.telomere_content import TelomereContent, VariantRepeat

_FILE: Final = "telomere_figure"


class TelomereFigureRules(Rules):
    """When a measured figure counts.

    Attributes:
        high_log2: By program: the log2 ratio of tumour to control from which it is high.
        low_log2: The ratio up to which it is low.
        high_alone: By program: the figure of a tumour without control from which it is high.
        least_reads: Fewer telomere reads decide nothing.
        least_share_log2: What a tumour just high would show must be at least this, else a low
            figure says nothing.
        enriched_repeat: The variant repeat that ALT enriches.
        depleted_repeat: The one that it depletes.
        enriched_log2: From which ratio beyond that of the content it counts as enriched.
        least_repeats: Fewer variant repeats decide nothing.
    """

    high_log2: Curated[dict[str, float]]
    low_log2: Threshold
    high_alone: Curated[dict[str, float]]
    least_reads: Threshold
    least_share_log2: Threshold
    enriched_repeat: Curated[str]
    depleted_repeat: Curated[str]
    enriched_log2: Threshold
    least_repeats: Threshold


@dataclass(frozen=True, kw_only=True)
class TelomereFigure:
    """What is known of telomere content and variant repeats.

    Attributes:
        content: High, low, undecided, or not assessed.
        content_words: Why; "" where it was not assessed.
        variants: Whether the variant repeats of ALT are enriched.
        variants_words: Why; "" where they were not counted.
        quantities: The numbers.
        doubt: What does not fit; "" where all does.
        rules: Rules that decided, as ``file.key``.
        sources: Their sources.
    """

    content: Amount = "not_assessed"
    content_words: str = ""
    variants: Sign = "not_assessed"
    variants_words: str = ""
    quantities: tuple[Quantity, ...] = ()
    doubt: str = ""
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_figure(evidence: CaseEvidence, rules: TelomereFigureRules) -> TelomereFigure:
    """Read the telomere content of a tumour.

    Args:
        evidence: Uses ``assays.telomere_content``, ``telomeres``, purity and ploidy.
        rules: See `TelomereFigureRules`.

    Returns:
        The laboratory's word where there is one, else the measured ratio against the cut-offs. A
        word and a measurement that contradict each other leave the content undecided.

    References:
        sieverling-2020, hartlieb-2021, crestome-conventions
    """
    word = evidence.assays.telomere_content
    stated: Amount = "not_assessed" if word is None else ("high" if word == "high" else "low")
    found = evidence.telomeres
    if found is None:
        words = "" if word is None else f"the laboratory calls it {stated}"
        return TelomereFigure(content=stated, content_words=words)
    measured, words = _measured(found, evidence, rules)
    variants, variants_words = _variants(found, rules)
    content = measured if stated == "not_assessed" else stated
    doubt = ""
    if {stated, measured} == {"high", "low"}:
        content = "indeterminate"
        doubt = f"the laboratory calls telomere content {stated}, and {words}"
    elif stated != "not_assessed":
        words = f"the laboratory calls it {stated}; {words}"
    return TelomereFigure(
        content=content,
        content_words=words,
        variants=variants,
        variants_words=variants_words,
        quantities=tuple(_quantities(found, evidence, rules)),
        doubt=doubt,
        rules=(f"{_FILE}.high_log2", f"{_FILE}.low_log2"),
        sources=rules.high_log2.sources,
    )


def _measured(
    found: TelomereContent, evidence: CaseEvidence, rules: TelomereFigureRules
) -> tuple[Amount, str]:
    if found.tumour is None:
        return "not_assessed", f"{found.program} gave no usable figure"
    figure = f"{found.quantity} {found.tumour:.4g} {found.unit} by {found.program}"
    if found.reads is not None and found.reads < rules.least_reads.value:
        return "indeterminate", f"{figure}, on {found.reads:.0f} telomere reads: too few"
    if found.log2 is None:
        alone = rules.high_alone.value.get(found.program)
        if alone is None:
            return "indeterminate", f"{figure}; without a control it cannot be called"
        return ("high" if found.tumour >= alone else "low"), f"{figure}, without control"
    ratio = f"{2.0**found.log2:.2f} times the control's by {found.program}"
    high = rules.high_log2.value.get(found.program)
    if high is None:
        return "indeterminate", f"{found.quantity} {ratio}, for which no cut-off is curated"
    return _ratio_amount(found, high, evidence, rules), f"{found.quantity} {ratio}"


def _ratio_amount(
    found: TelomereContent, high: float, evidence: CaseEvidence, rules: TelomereFigureRules
) -> Amount:
    ratio = found.log2 or 0.0
    if ratio >= high:
        return "high"
    if ratio > rules.low_log2.value:
        return "indeterminate"
    share = None if found.for_tumour_cells else tumour_share(evidence)
    shown = high if share is None else math.log2(1.0 + share * (2.0**high - 1.0))
    return "low" if shown >= rules.least_share_log2.value else "indeterminate"


def tumour_share(evidence: CaseEvidence) -> float | None:
    """The share of the sample's DNA that is the tumour's; None where no purity is stated."""
    purity = stated_purity(evidence)
    if purity is None:
        return None
    tumour = purity * baseline_copies(evidence)
    return tumour / (tumour + (1.0 - purity) * DIPLOID)


def _variants(found: TelomereContent, rules: TelomereFigureRules) -> tuple[Sign, str]:
    repeat = rules.enriched_repeat.value
    item = _variant(found, repeat)
    if item is None:
        return "not_assessed", ""
    counts = [count for count in (item.tumour_count, item.control_count) if count is not None]
    beyond = _beyond(item, found)
    if beyond is None or min(counts, default=0.0) < rules.least_repeats.value:
        return "indeterminate", f"too few {repeat} singletons to tell"
    words = f"{repeat} singletons {2.0**beyond:.2f} times what the content lets expect"
    if beyond >= rules.enriched_log2.value:
        return "positive", words
    return ("negative" if beyond <= 0 else "indeterminate"), words


def _variant(found: TelomereContent, repeat: str) -> VariantRepeat | None:
    return next((item for item in found.variants if item.repeat == repeat), None)


def _beyond(item: VariantRepeat, found: TelomereContent) -> float | None:
    """How much more the repeat rose than the content did, as log2."""
    if item.log2 is None or found.log2 is None:
        return None
    return item.log2 - found.log2


def _quantities(
    found: TelomereContent, evidence: CaseEvidence, rules: TelomereFigureRules
) -> list[Quantity]:
    named = (("tumour", found.tumour), ("control", found.control))
    quantities = [
        Quantity(name=f"{found.quantity} of the {side}", value=value, unit=found.unit)
        for side, value in named
        if value is not None
    ]
    if found.log2 is None:
        return quantities
    unit = "log2 tumour over control"
    quantities.append(Quantity(name=found.quantity, value=found.log2, unit=unit))
    share = None if found.for_tumour_cells else tumour_share(evidence)
    cells = 0.0 if share is None else (2.0**found.log2 - (1.0 - share)) / share
    if cells > 0:
        name = f"{found.quantity} in the tumour cells alone, by purity"
        quantities.append(Quantity(name=name, value=math.log2(cells), unit=unit))
    for repeat in (rules.enriched_repeat.value, rules.depleted_repeat.value):
        item = _variant(found, repeat)
        beyond = None if item is None else _beyond(item, found)
        if beyond is not None:
            name = f"{repeat} singletons beyond telomere content"
            quantities.append(Quantity(name=name, value=beyond, unit=unit))
    return quantities
