"""Every exception of crestome, in three branches chosen by who can mend the fault.

A missing measurement is never an exception (it becomes a call ``not_assessed``), and a bug is
never wrapped in one of these.
"""

from __future__ import annotations

from collections.abc import Sequence


class CrestomeError(Exception):
    """Root of all errors that crestome raises on purpose.

    Args:
        faults: One sentence (or short block) for each thing that is wrong; place first, then what
            was expected, then what to do.
    """

    def __init__(self, *faults: str) -> None:
        self.faults: tuple[str, ...] = faults
        super().__init__("\n".join(faults))


class InputError(CrestomeError):
    """The user's file must be mended; carries every fault found, not only the first."""

    @classmethod
    def gather(cls, errors: Sequence[InputError]) -> InputError:
        """Join the faults of several errors into one, in their order."""
        return cls(*(fault for error in errors for fault in error.faults))


class FormatError(InputError):
    """A file is not what its format promises."""


class AssemblyError(InputError):
    """A file fits another genome assembly than the case states, or neither."""


class InconsistentCaseError(InputError):
    """Two files or statements of one case contradict each other."""


class KnowledgeError(CrestomeError):
    """A curated file must be mended: its path, the key, and what is wrong with it."""


class UsageError(CrestomeError):
    """The request cannot be met as asked (for example an extra that is not installed)."""
