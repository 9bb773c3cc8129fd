"""The consequence caller of bcftools, asked in a process of its own.

The program was written to be started once and to end. Asked twice in one process it remembers
where it stood and refuses the second file as unsorted, and where it cannot go on it ends the
process that it runs in. A process for each question costs a fifth of a second and avoids both.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

_PROGRAM: Final = """
import sys
from pysam import bcftools
from pysam.utils import SamtoolsError
try:
    bcftools.csq(*sys.argv[1:], catch_stdout=False)
except SamtoolsError as error:
    sys.exit(str(error).split("stderr=")[-1])
sys.stderr.write(str(bcftools.csq.stderr))
"""
_FLAGS: Final = ("--local-csq", "--force", "--output-type", "v", "--no-version")
_LONGEST_SECONDS: Final = 600


class Answer(NamedTuple):
    """What the program answered.

    Attributes:
        records: The lines of the VCF that it wrote; None where it failed.
        said: What it said beside that.
    """

    records: tuple[str, ...] | None
    said: str


def ask_bcftools(reference: Path, features: Path, variants: Path) -> Answer:
    """The consequences of variants, each by itself.

    Args:
        reference: An indexed FASTA.
        features: A GFF3 in the words of Ensembl.
        variants: A sorted VCF without samples, in the contig names of the other two.

    Returns:
        The records with ``BCSQ``; none where the program failed, crashed or did not end.
    """
    folder = variants.parent
    answer = folder / "answer.vcf"
    files = ("-f", str(reference), "-g", str(features), "-o", str(answer), str(variants))
    try:
        ended = subprocess.run(  # noqa: S603  # our own interpreter and program, files of ours
            [sys.executable, "-P", "-c", _PROGRAM, *_FLAGS, *files],
            capture_output=True,
            check=False,
            cwd=folder,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Answer(None, f"no answer within {_LONGEST_SECONDS} seconds")
    said = ended.stderr.replace("\\n", "\n").replace(f"{folder}/", "")
    if ended.returncode < 0:  # releases before bcftools 1.24 crash where they should complain
        return Answer(None, f"crashed (signal {-ended.returncode})")
    if ended.returncode != 0 or not answer.is_file():
        return Answer(None, said.strip().strip("'") or f"ended with status {ended.returncode}")
    lines = answer.read_text("utf-8").splitlines()
    return Answer(tuple(line for line in lines if not line.startswith("#")), said)
