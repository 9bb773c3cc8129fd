"""Which sample of a file is read as the tumour, and what says so."""

from __future__ import annotations

from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.recognise import is_vcf
from crestome.read.sample_names import choose_sample
from crestome.read.text import TextFile
from crestome.read.vcf_header import read_vcf_header
from crestome.read.vcf_samples import Roles, choose_roles


def find_roles(text: TextFile, samples: tuple[str, ...], wanted: Wanted) -> Roles | None:
    """The sample that the reader of a file takes, its matched normal, and the reason.

    Args:
        text: The file.
        samples: The samples that it names.
        wanted: What the user says of them.

    Returns:
        None where the file names no sample, or nothing says which one is meant.
    """
    if not samples:
        return None
    header = read_vcf_header(text.lines, text.name, Issues()) if is_vcf(text) else None
    if header is None:
        reason = "as --tumour says" if wanted.sample else "the only one"
        chosen = choose_sample(samples, wanted.sample, text.name, Issues())
        return None if chosen is None else Roles(chosen, None, reason)
    return choose_roles(header, wanted, Issues())
