"""Throw damaged files at the readers: none may crash, hang or grow without bound.

``python tools/fuzz_readers.py --seeds PATH… [--kind KIND] [--minutes N] [--seed N] [--plain]``

Each file at or below a ``PATH`` is damaged in the ways of the field (a cut download, a spreadsheet,
a wrong separator, a foreign number) and at random, then inspected as what it looks like or as
``KIND``. Of the kinds whose files are short and seldom published, lists of events and of sequenced
genes, invented ones are damaged beside them. A reader may refuse; an exception, more than `SECONDS`
of work for one file, or an account that does not add up is a fault. Faults are printed once for
each place in the code, with the file kept in ``--keep``.

Where atheris is installed, it chooses what to damage next by the branches of the readers that a
file reached, and mixes its own mutations with these; ``--plain`` leaves it out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

PLAIN = "--plain"
ENGINE: ModuleType | None = (
    importlib.import_module("atheris")
    if importlib.util.find_spec("atheris") and PLAIN not in sys.argv
    else None
)


def _instrumented() -> AbstractContextManager[None]:
    """Imports within are watched branch by branch, where atheris is there."""
    if ENGINE is None:
        return nullcontext()
    watched: AbstractContextManager[None] = ENGINE.instrument_imports(include=["crestome.read"])
    return watched


with _instrumented():
    from crestome.knowledge.load import load_genome
    from crestome.model.genome import Assembly
    from crestome.model.inspection import FileKind
    from crestome.model.issue import Issues
    from crestome.pipeline.inspect import inspect_file
    from crestome.read.file_alone import READ
    from crestome.read.reading import Wanted
    from crestome.read.text import read_text_file

SECONDS = 20
STALLS = 30
END_LOST = 0.7
EMPTY_CELL = 0.3
OWN_DAMAGES = 0.5
MEMORY_BYTES = 4 << 30
LONGEST_SEED_LINES = 400
BYTES = b'\t\n\r ,;:|=.-+[]<>0129AXZ"#\x00\xff'
WORDS = (
    b"-1",
    b"0",
    b"99999999999999999999",
    b"2147483648",
    b"1e400",
    b"NaN",
    b"inf",
    b".",
    b"",
    b"NA",
    b"chrUn_X",
    b"chr2",
    b"MYCN",
    b"1-Mar",
    b"<DEL>",
    b"N[2:5[",
    b"]chrX:0]",
    b".A",
    b"p.F1174L",
    b"0/1:.:,",
    b"CSQ=|||",
    b"ANN=A|",
    b'"',
    b"\xff\xfe",
    b"\x00",
    b"%",
    b"a\xe9",
)


class TooSlowError(Exception):
    """One file took longer than it may."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def cut(data: bytearray, chance: random.Random) -> None:
    """End somewhere, or lose the beginning."""
    at = chance.randrange(len(data) + 1)
    if chance.random() < END_LOST:
        del data[at:]
    else:
        del data[:at]


def flip(data: bytearray, chance: random.Random) -> None:
    """Change single bytes."""
    for _ in range(chance.randint(1, 8)):
        if data:
            data[chance.randrange(len(data))] = chance.choice(BYTES)


def change_cell(data: bytearray, chance: random.Random) -> None:
    """Write a word of `WORDS` into a cell, or an end of one."""
    marks = [i for i, byte in enumerate(data) if byte in b"\t\n,;:|="]
    if not marks:
        return
    for _ in range(chance.randint(1, 3)):
        start = chance.choice(marks) + 1
        end = next((i for i in marks if i >= start), start)
        if chance.random() < EMPTY_CELL:
            end = start
        data[start:end] = chance.choice(WORDS)


def change_lines(data: bytearray, chance: random.Random) -> None:
    """Drop, repeat, swap or empty lines."""
    lines = bytes(data).split(b"\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        what = chance.choice(("drop", "repeat", "empty", "shuffle"))
        if what == "drop" and len(lines) > 1:
            del lines[at]
        elif what == "repeat":
            lines.insert(at, chance.choice(lines))
        elif what == "empty":
            lines[at] = b""
        else:
            cells = lines[at].split(b"\t")
            lines[at] = b"\t".join(chance.sample(cells, len(cells)))
    data[:] = b"\n".join(lines)


def change_everywhere(data: bytearray, chance: random.Random) -> None:
    """Another separator or line end in the whole file, or a column lost."""
    old, new = chance.choice(REPLACED)
    data[:] = bytes(data).replace(old, new)


REPLACED = (
    (b"\t", b","),
    (b"\t", b" "),
    (b"\n", b"\r"),
    (b"\n", b"\r\n"),
    (b"chr", b""),
    (b".", b","),
)
INVENTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "events": (
        ("case_id\tGene\tType", "A1\tATRX\tDeletion", "A1\tX1-Y2\tFusion", "B2\tALK\tSNV"),
        (
            "gene,type,protein_change,consequence",
            "ALK,small variant,p.Phe1174Leu,missense_variant",
            "TP53,stop_gained,R342*,",
            "TERT,promoter variant,,",
            "CDKN2A,homozygous deletion,,",
        ),
        (
            "gene\tevent\tchrom\tposition\texons\tin_frame\tkinase_kept",
            "TERT\ttranslocation\tchr5\t1295000\t\t\t",
            "ATRX\tintragenic deletion\tX\t\t2-10\tyes\t",
            "STRN::ALK\tfusion\t2\t29446394\t20\ttrue\tyes",
            "MYCN\tInversion/Deletion\t.\t.\t\t\t",
        ),
        (
            "sample;gene;alteration_type;alteration",
            "T1;NF1;Truncation;c.1A>T",
            "T1;MYCN;Amp;",
            "T2;PTPN11;missense;p.(Glu76Lys)",
            "T2;1-Mar;loss;",
        ),
    ),
    "genes sequenced": (
        ("ALK", "TP53", "TERTp", "ATRX"),
        ("genes", "ALK, TP53; PHOX2B,TERT promoter", "NRAS"),
        ("Hugo_Symbol\tEntrez_Gene_Id\tsize", "ALK\t238\t4863", "TP53\t7157\t1182"),
        (
            "track name=panel",
            "chr2\t29192773\t29193000\tALK_exon23\t0\t-",
            "chr5\t1295000\t1295300\tTERT promoter\t0\t-",
            "chrX\t77504877\t77786269\tATRX:NM_000489\t0\t-",
        ),
    ),
}
"""The lines of small files, of the kinds of which few are published."""
DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    cut,
    flip,
    flip,
    change_cell,
    change_cell,
    change_cell,
    change_lines,
    change_lines,
    change_everywhere,
)


def seeds(places: list[Path], kind: str) -> list[bytes]:
    """The beginnings of all text files at or below these places, and the invented ones."""
    found = ["\n".join(lines).encode() for lines in INVENTED.get(kind, ())]
    below = (place.rglob("*") if place.is_dir() else (place,) for place in places)
    for path in sorted(chain.from_iterable(below)):
        if path.is_file() and path.suffix != ".md":
            text = read_text_file(path, path.name, Issues())
            if text is not None:
                body = [i for i, line in enumerate(text.lines) if not line.startswith("##")]
                first = body[0] if body else 0
                # Long headers would take most of the damage.
                lines = text.lines[: min(first, 40)] + text.lines[first:][:LONGEST_SEED_LINES]
                found.append("\n".join(lines).encode())
    return found


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to three kinds of damage; now and then none."""
    result = bytearray(data)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3))):
        chance.choice(DAMAGES)(result, chance)
    return bytes(result)


class Fuzz:
    """Counts what happened and remembers the faults by their place in the code."""

    def __init__(self, kind: FileKind | None, keep: Path) -> None:
        self.kind = kind
        self.keep = keep
        self.genomes = tuple(load_genome(assembly) for assembly in Assembly)
        self.read = self.refused = self.files = 0
        self.slowest = 0.0
        self.faults: dict[str, str] = {}

    def try_one(self, path: Path) -> None:
        """Inspect one file and note a fault."""
        self.files += 1
        begun = time.process_time()
        # Of work, since a busy machine makes any file slow by the clock; a standstill does none.
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.alarm(STALLS * SECONDS)
        try:
            found = inspect_file(path, self.kind, Wanted(), self.genomes)
        except TooSlowError:
            self._note("too slow", traceback.format_exc(limit=-3), path)
        except MemoryError:
            self._note("too much memory", traceback.format_exc(limit=-3), path)
        except Exception as error:  # noqa: BLE001 (whatever a reader raises is a fault to list)
            place = traceback.extract_tb(error.__traceback__)[-1]
            own = [f for f in traceback.extract_tb(error.__traceback__) if "crestome" in f.filename]
            where = own[-1] if own else place
            key = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
            self._note(key, f"{error}"[:300], path)
        else:
            self.read += found.usable
            self.refused += not found.usable
            if found.rows is not None and (found.kept or 0) < 0:
                self._note("more rows set aside than read", str(found.set_aside), path)
            if not found.usable and not found.issues:
                self._note("refused without a reason", found.why, path)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
            self.slowest = max(self.slowest, time.process_time() - begun)

    def summary(self, name: str, count: int) -> str:
        """One line of what happened."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        engine = "own damages" if ENGINE is None else "atheris and own damages"
        return (
            f"{name or 'as recognised'} ({engine}): {count} seeds, {self.files} files, "
            f"{self.read} read, {self.refused} refused, {len(self.faults)} faults, "
            f"slowest {self.slowest:.1f} s of work, peak {peak} MB"
        )

    def _note(self, key: str, text: str, path: Path) -> None:
        if key not in self.faults:
            self.faults[key] = text
            kept = self.keep / f"fault_{len(self.faults)}"
            kept.write_bytes(path.read_bytes())
            print(f"FAULT {key}: {text}\n      kept as {kept}", flush=True)


def by_chance(fuzz: Fuzz, whole: list[bytes], path: Path, arguments: argparse.Namespace) -> None:
    """Damage the seeds at random until the time is over."""
    chance = random.Random(arguments.seed)  # noqa: S311 (reproducible damage, no secret)
    end = time.monotonic() + arguments.minutes * 60
    while time.monotonic() < end:
        path.write_bytes(damaged(chance.choice(whole), chance))
        fuzz.try_one(path)
    print(fuzz.summary(arguments.kind, len(whole)))


def by_coverage(
    engine: ModuleType, fuzz: Fuzz, whole: list[bytes], path: Path, arguments: argparse.Namespace
) -> NoReturn:
    """Let atheris choose what to damage until the time is over; it ends the program."""
    corpus = path.parent / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(whole):
        (corpus / f"seed_{number}").write_bytes(seed)
    longest = 2 * max(map(len, whole))
    end = time.monotonic() + arguments.minutes * 60

    def one_file(data: bytes) -> None:
        if time.monotonic() > end:
            print(fuzz.summary(arguments.kind, len(whole)), flush=True)
            os._exit(0)
        path.write_bytes(data)
        fuzz.try_one(path)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 (reproducible damage, no secret)
        own = chance.random() < OWN_DAMAGES
        changed = damaged(data, chance) if own else bytes(engine.Mutate(data, size))
        return changed[:size]

    # The alarm is that of `Fuzz.try_one`, not of the engine.
    options = ["-handle_alrm=0", f"-max_len={longest}", "-len_control=0", "-print_final_stats=1"]
    engine.Setup(
        [sys.argv[0], f"-seed={arguments.seed}", *options, str(corpus)],
        one_file,
        custom_mutator=mutate,
    )
    engine.Fuzz()
    raise SystemExit


def main() -> None:
    """Damage and read until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seeds", type=Path, nargs="*", default=[], help="whole files, or folders of them"
    )
    parser.add_argument(
        "--kind",
        default="",
        choices=["", *(item.value for item in READ)],
        help="read as this kind; else as what it looks like",
    )
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz_faults")
    parser.add_argument(PLAIN, action="store_true", help="without atheris")
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    kind = next((item for item in READ if item.value == arguments.kind), None)
    signal.signal(signal.SIGALRM, _stop)
    signal.signal(signal.SIGPROF, _stop)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    whole = seeds(arguments.seeds, arguments.kind)
    if not whole:
        parser.error("nothing to damage: give --seeds, or a --kind of which files are invented")
    fuzz = Fuzz(kind, arguments.keep)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "file"
        if ENGINE is None:
            by_chance(fuzz, whole, path, arguments)
        else:
            by_coverage(ENGINE, fuzz, whole, path, arguments)


if __name__ == "__main__":
    main()
