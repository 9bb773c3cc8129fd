"""Transcripts of MYCN: do they speak for amplification, against it, or neither?

Amplified tumours have many transcripts of MYCN. Many therefore speak for amplification in whatever
tissue they are found. Few speak against it only where they are those of tumour cells: in a piece of
one tumour cell in ten, an amplified tumour has as few as one without amplification.
"""

from __future__ import annotations

from dataclasses import dataclass

from crestome.call.expression_level import ExpressionLevelRules, why_hidden
from crestome.knowledge.schema import Threshold
from crestome.model.call import Quantity
from crestome.model.evidence import CaseEvidence


@dataclass(frozen=True, slots=True)
class MycnTranscripts:
    """What the transcripts of MYCN say.

    Attributes:
        tpm: Transcripts per million; None where not measured.
        amplified_tpm: From so many they speak for amplification.
        unamplified_tpm: Up to so many they speak against it.
        hidden: Why few transcripts may be those of other cells; "" where they are not.
    """

    tpm: float | None
    amplified_tpm: float
    unamplified_tpm: float
    hidden: str = ""

    @property
    def high(self) -> bool:
        """Whether they speak for amplification."""
        return self.tpm is not None and self.tpm >= self.amplified_tpm

    @property
    def low(self) -> bool:
        """Whether they are as few as in tumours without amplification."""
        return self.tpm is not None and self.tpm <= self.unamplified_tpm

    @property
    def diluted(self) -> bool:
        """Whether they are not many, and other cells may be the reason."""
        return self.tpm is not None and not self.high and bool(self.hidden)

    @property
    def speaks_against(self) -> bool:
        """Whether they are few, and those of tumour cells."""
        return self.low and not self.hidden

    @property
    def words(self) -> str:
        """The number and its cut-offs.

        Example:
            >>> MycnTranscripts(30.0, 140.83, 44.4).words
            '30 TPM; amplified from 140.83, not amplified up to 44.4'
        """
        return (
            f"{self.tpm:g} TPM; amplified from {self.amplified_tpm:g}, not amplified up to "
            f"{self.unamplified_tpm:g}"
        )

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The number, as it is shown; nothing where it was not measured."""
        if self.tpm is None:
            return ()
        return (Quantity(name="MYCN expression", value=self.tpm, unit="TPM"),)


def read_transcripts(
    evidence: CaseEvidence,
    rules: ExpressionLevelRules,
    amplified_tpm: Threshold,
    unamplified_tpm: Threshold,
) -> MycnTranscripts:
    """Read the transcripts of MYCN with what the sample allows them to say.

    Args:
        evidence: Uses ``assays.mycn_tpm``, the material and the purity.
        rules: Below which purity bulk tissue is not taken for tumour cells.
        amplified_tpm: From so many transcripts per million, they speak for amplification.
        unamplified_tpm: Up to so many, they speak against it.

    References:
        openpedcan, crestome-conventions
    """
    return MycnTranscripts(
        tpm=evidence.assays.mycn_tpm,
        amplified_tpm=amplified_tpm.value,
        unamplified_tpm=unamplified_tpm.value,
        hidden=why_hidden(evidence.sample, rules.minimum_purity.value),
    )
