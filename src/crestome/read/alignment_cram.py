"""A CRAM as the blocks of a BAM that is never written: pysam decodes it in a process beside.

A CRAM holds the letters of a read as differences from a reference; with another reference, or none,
they are lost. The reference is given, lies where the file says, or is embedded; it is never fetched
from the network.

References:
    samtools-spec
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from crestome.errors import FormatError
from crestome.read.alignment_blocks import Chunk, read_chunks
from crestome.read.alignments import Alignments, read_head

MAGIC: Final = b"CRAM"
_DECODE: Final = (
    "import sys, pysam; pysam.view('-u', '-o', '/dev/stdout', *sys.argv[1:], catch_stdout=False)"
)
_LAST_LINES: Final = 3


def is_cram(path: Path) -> bool:
    """Whether a file begins as a CRAM does."""
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def read_cram(path: Path, reference: Path | None, threads: int) -> Alignments:
    """Open a CRAM: its header at once, its records as they are asked for.

    Args:
        path: The file.
        reference: FASTA of the reference; None where the file embeds it or says where it lies.
        threads: Threads that decode.

    Raises:
        FormatError: If there is no such reference, or, here or while the records are taken, the
            file cannot be decoded.
    """
    if reference is not None and not reference.is_file():
        message = f"{reference}: no such file; expected the FASTA that {path.name} was written with"
        raise FormatError(message)
    header, chunks = read_head(path, _decoded(path, reference, threads))
    return Alignments(path, header, chunks)


def _decoded(path: Path, reference: Path | None, threads: int) -> Iterator[Chunk]:
    options = [] if reference is None else ["-T", str(reference)]
    command = [sys.executable, "-c", _DECODE, "-@", str(threads - 1), *options, str(path)]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603 (this interpreter, on a file that the user named)
            command, stdout=subprocess.PIPE, stderr=words, env=_offline()
        ) as process,
    ):
        try:
            if process.stdout is not None:
                yield from _checked(process, path, words)
        finally:
            process.kill()


def _checked(process: subprocess.Popen[bytes], path: Path, words: IO[bytes]) -> Iterator[Chunk]:
    """The blocks, but for a fault of the decoder, which is the one to tell."""
    fault: FormatError | None = None
    try:
        yield from read_chunks(process.stdout, path)  # type: ignore[arg-type]
    except FormatError as error:
        fault = error
    if process.wait() or fault is not None:
        words.seek(0)
        raise FormatError(_refusal(path, words.read().decode("utf-8", "replace")))


def _refusal(path: Path, words: str) -> str:
    said = [line for line in words.splitlines() if line.startswith("[E::")][:_LAST_LINES]
    return (
        f"{path}: the CRAM cannot be decoded ({'; '.join(said) or 'it is damaged or cut off'}); "
        "expected a whole file, and its reference embedded or given: --reference FASTA"
    )


def _offline() -> dict[str, str]:
    """The environment, without places on the network to fetch a reference from."""
    places = os.environ.get("REF_PATH", "")
    local = places if places and "://" not in places.replace("\\", "/") else os.devnull + "/%s"
    return {**os.environ, "REF_PATH": local}
