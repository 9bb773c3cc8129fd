"""The decision on telomere maintenance: from the state of every arm to one verdict.

The order is the one in which the mechanisms are known to act in neuroblastoma. Mechanisms of
telomerase are one machinery with several causes, so the first named decides; ALT beside any of
them is a conflict, because one tumour is not known to use both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Sign = Literal["positive", "negative", "indeterminate", "not_assessed"]
"""What is known of a finding that is there or not."""
Amount = Literal["high", "low", "indeterminate", "not_assessed"]
"""What is known of a level."""

MYCN: Final = "TELOMERASE_MYCN"
TERT_SV: Final = "TELOMERASE_TERT_SV"
TERT_PROMOTER: Final = "TELOMERASE_TERT_PROMOTER"
TERT_HIGH: Final = "TELOMERASE_TERT_HIGH"
ALT: Final = "ALT"
ALT_PROBABLE: Final = "ALT_PROBABLE"
CONFLICT: Final = "CONFLICT"
TMM_NEGATIVE: Final = "TMM_NEGATIVE"
OPEN: Final = "indeterminate"

TELOMERASE: Final = (MYCN, TERT_SV, TERT_PROMOTER, TERT_HIGH)


@dataclass(frozen=True, kw_only=True)
class Arms:
    """Everything that the decision looks at.

    Attributes:
        mycn: MYCN amplification.
        tert_sv: TERT rearrangement or focal amplification.
        tert_promoter: TERT promoter hotspot.
        tert_expression: TERT mRNA.
        c_circle: C-circle assay.
        apb: ALT-associated PML bodies.
        telomerase_activity: TRAP assay.
        telomere_content: Against the control.
        atrx: Loss of ATRX.
        daxx: Loss of DAXX.
    """

    mycn: Sign = "not_assessed"
    tert_sv: Sign = "not_assessed"
    tert_promoter: Sign = "not_assessed"
    tert_expression: Amount = "not_assessed"
    c_circle: Sign = "not_assessed"
    apb: Sign = "not_assessed"
    telomerase_activity: Sign = "not_assessed"
    telomere_content: Amount = "not_assessed"
    atrx: Sign = "not_assessed"
    daxx: Sign = "not_assessed"

    @property
    def alt_positive(self) -> bool:
        """Whether a direct assay shows ALT."""
        return "positive" in (self.c_circle, self.apb)

    @property
    def alt_ruled_out(self) -> bool:
        """Whether a direct assay was done and none shows ALT."""
        return "negative" in (self.c_circle, self.apb) and not self.alt_positive

    @property
    def alt_untested(self) -> bool:
        """Whether no direct assay was done."""
        return not self.alt_positive and not self.alt_ruled_out


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The verdict of the tree.

    Attributes:
        label: The verdict.
        mechanisms: Every mechanism that has evidence, telomerase in the order of decision.
        contradictions: What does not fit; each asks for a review.
    """

    label: str
    mechanisms: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def positive(self) -> bool | None:
        """Whether there is telomere maintenance by whichever mechanism; None if open."""
        if self.label == OPEN:
            return None
        return self.label != TMM_NEGATIVE

    @property
    def several(self) -> bool:
        """Whether telomerase has more than one cause."""
        return sum(name in TELOMERASE for name in self.mechanisms) > 1


def classify_arms(arms: Arms) -> Decision:
    """Decide the mechanism from the state of every arm.

    Returns:
        One of the labels of the mechanism. Two mechanisms that exclude each other are a conflict;
        several causes of active telomerase are one machinery, the first named decides. An assay
        that was not done never counts as negative.

    Example:
        >>> classify_arms(Arms(mycn="positive")).label
        'TELOMERASE_MYCN'
        >>> classify_arms(Arms(mycn="positive", c_circle="positive")).label
        'CONFLICT'
        >>> classify_arms(Arms(telomere_content="high")).label
        'ALT_PROBABLE'
        >>> classify_arms(Arms()).label
        'indeterminate'

    References:
        koneru-2020, hartlieb-2021, dagg-2017, zeineldin-2020, chen-2025
    """
    mechanisms = _mechanisms(arms)
    contradictions = _contradictions(arms, mechanisms)
    if ALT in mechanisms and len(mechanisms) > 1:
        label = CONFLICT
    elif mechanisms:
        label = mechanisms[0]
    elif arms.alt_untested and (arms.atrx == "positive" or arms.telomere_content == "high"):
        label = ALT_PROBABLE
    elif _excluded(arms) and not contradictions:
        label = TMM_NEGATIVE
    else:
        label = OPEN
    return Decision(label=label, mechanisms=mechanisms, contradictions=contradictions)


def _mechanisms(arms: Arms) -> tuple[str, ...]:
    causes = ((MYCN, arms.mycn), (TERT_SV, arms.tert_sv), (TERT_PROMOTER, arms.tert_promoter))
    telomerase = tuple(name for name, sign in causes if sign == "positive")
    if not telomerase and arms.tert_expression == "high" and not arms.alt_positive:
        telomerase = (TERT_HIGH,)
    return (*telomerase, ALT) if arms.alt_positive else telomerase


def _excluded(arms: Arms) -> bool:
    """Whether every mechanism was looked for and not found."""
    silent = arms.tert_expression == "low" or arms.telomerase_activity == "negative"
    return (
        arms.mycn == arms.tert_sv == "negative"
        and arms.tert_promoter != "indeterminate"
        and silent
        and arms.alt_ruled_out
    )


def _contradictions(arms: Arms, mechanisms: tuple[str, ...]) -> tuple[str, ...]:
    telomerase = any(name in TELOMERASE for name in mechanisms)
    active = arms.telomerase_activity == "positive"
    inactive = arms.telomerase_activity == "negative"
    found = {
        "C-circle and APB disagree": {arms.c_circle, arms.apb} >= {"positive", "negative"},
        "a cause of telomerase was found, but its activity is negative": telomerase and inactive,
        "a cause of telomerase was found, but TERT expression is low": (
            telomerase and arms.tert_expression == "low"
        ),
        "a cause of telomerase was found, but telomere content is high": (
            telomerase and arms.telomere_content == "high"
        ),
        "ALT, and TERT is highly expressed": (arms.alt_positive and arms.tert_expression == "high"),
        "ALT, and telomerase is active": arms.alt_positive and active,
        "telomerase is active, and no cause of it was found": active and not mechanisms,
        "ATRX is lost, which does not go with telomerase": (telomerase and arms.atrx == "positive"),
        "ATRX or DAXX is lost, but no direct assay shows ALT": (
            "positive" in (arms.atrx, arms.daxx) and not mechanisms and arms.alt_ruled_out
        ),
    }
    return tuple(words for words, holds in found.items() if holds)
