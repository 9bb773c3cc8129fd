"""The result document: everything that reports, cohorts and other programs read.

`Assessment` is the contract. Its JSON Schema is published with the documentation; a change of its
shape raises `SCHEMA_VERSION`.
"""

from __future__ import annotations

from typing import Final

from crestome.model.call import Calls
from crestome.model.clinical import Clinical
from crestome.model.genome import Assembly
from crestome.model.issue import Issue
from crestome.model.ledger import Ledger
from crestome.model.patient import Patient, Sample
from crestome.model.record import Record
from crestome.model.risk import Risk
from crestome.model.therapy import NextTest, TherapyOption
from crestome.model.trial import TrialOption

SCHEMA_VERSION: Final = "1.3"

NOTICE: Final = (
    "Research use only. crestome is not a medical device; nothing here is a diagnosis or a "
    "treatment recommendation, and no decision about a patient may rest on it."
)


class InputFile(Record):
    """A file that was read.

    Attributes:
        path: As the case names it.
        role: What the case says it is (``small_variants``, ``copy_number`` …).
        dialect: What crestome took it for, and why.
        sha256: Checksum of its bytes.
        rows: Data rows.
    """

    path: str
    role: str
    dialect: str
    sha256: str
    rows: int


class Provenance(Record):
    """What made the document; the only part that may differ between two runs.

    Attributes:
        crestome_version: Package version.
        knowledge_version: Version of the curated data.
        knowledge_overlay: Files of a user's own folder that were laid over the shipped data.
        schema_version: Version of this document's shape.
        assembly: The assembly of the case.
        inputs: Every file read.
        created: Time of the run, ISO 8601.
        host: Python and platform.
    """

    crestome_version: str
    knowledge_version: str
    knowledge_overlay: tuple[str, ...] = ()
    schema_version: str = SCHEMA_VERSION
    assembly: Assembly
    inputs: tuple[InputFile, ...] = ()
    created: str = ""
    host: str = ""


class GenomeSegment(Record):
    """A segment for the figure of the genome profile.

    Attributes:
        contig: Bare contig name.
        start: 0-based start.
        end: End, not included.
        value: log2 ratio, or copies over the baseline, as ``scale`` of the sample says.
        call: The state that the rules give it: ``loss``, ``gain``, ``amplified``, ``homdel``,
            ``loh``, ``neutral``, or "" where the file says nothing of it.
        clonal_fraction: Share of the tumour cells that are in this state, as the caller estimated
            it; None where it gave none, or one of all cells and no purity is known. Decides
            nothing.
    """

    contig: str
    start: int
    end: int
    value: float | None
    call: str
    clonal_fraction: float | None = None


class SampleAssessment(Record):
    """Calls of one sample.

    Attributes:
        sample: What was sampled, and when.
        calls: Verdicts by mechanism.
        segments: For the figure; empty if no profile was given.
        segment_scale: ``log2`` or ``copies``; "" without segments.
    """

    sample: Sample
    calls: Calls
    segments: tuple[GenomeSegment, ...] = ()
    segment_scale: str = ""


class ReferenceEntry(Record):
    """A cited source.

    Attributes:
        key: The key that calls and therapies cite.
        citation: Authors, title, journal, year.
        link: DOI or PMID link; "" if neither exists.
    """

    key: str
    citation: str
    link: str = ""


class Assessment(Record):
    """Everything crestome says about one case.

    Attributes:
        notice: Research-use notice; always present.
        patient: The person.
        clinical: Facts of the patient.
        samples: In order of time; the last one decides therapies.
        risk: Risk groups, status and published outcomes of populations that fit.
        therapies: One entry per curated drug.
        trials: One entry per curated trial, with the criterion that failed or the datum missing.
        next_tests: Assays that would settle open questions, most decisive first.
        ledger: The account of every input row.
        issues: What was wrong or noteworthy in the input.
        references: Every source cited above.
        provenance: What made the document.
    """

    notice: str = NOTICE
    patient: Patient
    clinical: Clinical
    samples: tuple[SampleAssessment, ...]
    risk: Risk = Risk()
    therapies: tuple[TherapyOption, ...] = ()
    trials: tuple[TrialOption, ...] = ()
    next_tests: tuple[NextTest, ...] = ()
    ledger: Ledger
    issues: tuple[Issue, ...] = ()
    references: tuple[ReferenceEntry, ...] = ()
    provenance: Provenance

    @property
    def latest(self) -> SampleAssessment:
        """The most recent sample, which decides therapies."""
        return self.samples[-1]
