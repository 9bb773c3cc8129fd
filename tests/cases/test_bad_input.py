"""Every class of bad input, by the command: told with place and remedy, exit 2, nothing written."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crestome.cli.app import app

MAF_HEADER = (
    "Hugo_Symbol\tChromosome\tStart_Position\tEnd_Position\tVariant_Classification"
    "\tReference_Allele\tTumor_Seq_Allele2\tHGVSp_Short\tt_depth\tt_alt_count"
    "\tTumor_Sample_Barcode\n"
)
ALK = "ALK\t2\t29220829\t29220829\tMissense_Mutation\tG\tC\tp.F1174L\t100\t40\tT1\n"
SEG_HEADER = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n"
SEGMENTS = (
    "T1\t1\t1\t240000000\t9000\t0.0\n"
    "T1\t2\t1\t15000000\t900\t0.01\n"
    "T1\t2\t15900000\t16000000\t50\t4.0\n"
    "T1\t2\t17000000\t240000000\t9000\t0.02\n"
)
EVENTS = "gene\ttype\tprotein_change\nATRX\tdeletion\t\n"
MANIFEST = """assembly = "GRCh38"

[patient]
id = "P1"

[[sample]]
id = "T1"
sequencing = "genome"
small_variants = "T1.maf"
platform = "wgs"
copy_number = "T1.seg"
events = "T1.tsv"
"""
LONG_LINE_BYTES = 100_000_000


@dataclass(frozen=True)
class Given:
    """The text of the case file and of the three files that it names."""

    case: str | bytes = MANIFEST
    maf: str | bytes = MAF_HEADER + ALK
    seg: str | bytes = SEG_HEADER + SEGMENTS
    events: str | bytes = EVENTS

    def write(self, folder: Path) -> Path:
        names = ("case.toml", "T1.maf", "T1.seg", "T1.tsv")
        texts = (self.case, self.maf, self.seg, self.events)
        for name, text in zip(names, texts, strict=True):
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder / "case.toml"


GIVEN = Given()


def assess(case: Path) -> Result:
    return CliRunner().invoke(app, ["assess", str(case), "--out", str(case.parent / "report")])


def refusal(case: Path) -> str:
    """What the command says where it refuses; the folder stays as it was."""
    before = sorted(case.parent.iterdir())
    result = assess(case)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 2, result.output
    assert "nothing was written" in result.stderr
    assert sorted(case.parent.iterdir()) == before
    return result.stderr


def calls_of(case: Path) -> dict[str, dict[str, object]]:
    result = assess(case)
    assert result.exit_code == 0, result.output
    document = json.loads((case.parent / "report" / "assessment.json").read_text("utf-8"))
    calls: dict[str, dict[str, object]] = document["samples"][-1]["calls"]
    return calls


def cut(text: str) -> bytes:
    return gzip.compress(text.encode() * 50)[:-9]


REFUSED: dict[str, tuple[Given, str, str]] = {
    "wrong assembly": (
        replace(GIVEN, case=MANIFEST.replace("GRCh38", "GRCh37")),
        "T1.maf: 1 of 1 coding variants lie outside their genes",
        "State the assembly",
    ),
    "truncated gzip": (
        replace(GIVEN, maf=cut(MAF_HEADER + ALK)),
        "T1.maf: the packed file is cut short",
        "Copy or download it again",
    ),
    "corrupt gzip": (
        replace(GIVEN, seg=gzip.compress(SEGMENTS.encode()) + b"more"),
        "T1.seg: corrupt packed file",
        "Copy or download it again",
    ),
    "renamed column": (
        replace(GIVEN, maf=(MAF_HEADER + ALK).replace("Hugo_Symbol", "Hugo_Symbl")),
        "T1.maf: header: no column Hugo_Symbol",
        "did you mean Hugo_Symbol?",
    ),
    "missing column": (
        replace(GIVEN, seg=SEG_HEADER.replace("loc.end", "note") + SEGMENTS),
        "T1.seg: header: no column loc.end",
        "Name the column so",
    ),
    "missing column of events": (
        replace(GIVEN, events="gene\tnote\nALK\tx\n"),
        "T1.tsv: header: no column type",
        "The header has 2 column(s)",
    ),
    "no such sample": (
        replace(GIVEN, case=MANIFEST.replace('"T1.maf"', '{ file = "T1.maf", sample = "T2" }')),
        "T1.maf: column Tumor_Sample_Barcode: no sample 'T2'",
        "Correct the name",
    ),
    "overlapping segments": (
        replace(GIVEN, seg=SEG_HEADER + SEGMENTS + "T1\t2\t100\t5000\t9\t0.5\n"),
        "T1.seg line 6: segments overlap: lines 3 and 6",
        "Keep one solution",
    ),
    "start > end": (
        replace(GIVEN, seg=SEG_HEADER + SEGMENTS.replace("15900000\t16", "16900000\t16")),
        "T1.seg line 4: start > end",
        "Correct the positions",
    ),
    "variant that ends before it starts": (
        replace(GIVEN, maf=MAF_HEADER + ALK.replace("29220829\tM", "29220820\tM")),
        "T1.maf line 2, column Start_Position: start after end",
        "Correct the row",
    ),
    "unknown contigs": (
        replace(GIVEN, maf=MAF_HEADER + ALK.replace("\t2\t", "\tcontig9\t")),
        "T1.maf line 2: no contig is a human chromosome: contig9",
        "rename its contigs",
    ),
    "segments on unknown contigs": (
        replace(GIVEN, seg=SEG_HEADER + "T1\tcontig9\t1\t1000\t9\t0.1\n"),
        "T1.seg line 2, column chrom: no row lies on a human chromosome",
        "Check that the file is of a human sample",
    ),
    "position beyond any chromosome": (
        replace(GIVEN, seg=SEG_HEADER + SEGMENTS.replace("16000000", "9" * 25)),
        "T1.seg line 4, column loc.end: not a whole number",
        "Correct the cells",
    ),
    "0-byte file": (
        replace(GIVEN, maf=b""),
        "T1.maf: the file is empty (0 bytes)",
        "Write the file again",
    ),
    "file of blank lines": (
        replace(GIVEN, events="\n \n"),
        "T1.tsv: holds no header line",
        "Write the table again",
    ),
    "binary file": (
        replace(GIVEN, maf=bytes(range(256)) * 9),
        "T1.maf: not readable as text",
        "Export the table",
    ),
    "spreadsheet": (
        replace(GIVEN, seg=b"PK\x03\x04 more"),
        "T1.seg: not readable as text: a zip archive or a spreadsheet (.xlsx)",
        "Export the table",
    ),
    "UTF-16": (
        replace(GIVEN, events=EVENTS.encode("utf-16")),
        "T1.tsv: not readable as text: UTF-16",
        "Export the table",
    ),
    "VCF for MAF": (
        replace(GIVEN, maf="##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\n2\t1\t.\tA\tG\n"),
        "T1.maf",
        "",
    ),
    "ragged rows": (
        replace(GIVEN, maf=MAF_HEADER + ALK + "NF1\t17\n"),
        "T1.maf line 3: rows of another width than the header",
        "Mend these lines",
    ),
    "gene turned into a date": (
        replace(GIVEN, maf=MAF_HEADER + ALK + ALK.replace("ALK", "1-Mar")),
        "T1.maf line 3, column Hugo_Symbol",
        "Export the table again without opening it in a spreadsheet",
    ),
    "two samples of one name": (
        replace(GIVEN, case=MANIFEST + '[[sample]]\nid = "T1"\nevents = "T1.tsv"\n'),
        "case.toml: 2 samples are named 'T1'",
        "Give each sample an id of its own",
    ),
    "unknown key": (
        replace(GIVEN, case=MANIFEST + "purty = 0.5\n"),
        "case.toml: sample 1, purty: unknown key 'purty'",
        "Did you mean 'purity'?",
    ),
    "purity that is no number": (
        replace(GIVEN, case=MANIFEST + "purity = nan\n"),
        "case.toml: sample 1, purity: nan does not fit here",
        "Correct it",
    ),
    "purity as text": (
        replace(GIVEN, case=MANIFEST + 'purity = "0.5"\n'),
        "case.toml: sample 1, purity: '0.5' does not fit here",
        "Correct it",
    ),
    "FISH ratio below zero": (
        replace(GIVEN, case=MANIFEST + "assays = { mycn_fish_ratio = -1 }\n"),
        "case.toml: sample 1, assays, mycn_fish_ratio: -1 does not fit here",
        "Correct it",
    ),
    "number of 5000 digits": (
        replace(GIVEN, case=MANIFEST + f"purity = {'9' * 5000}\n"),
        "case.toml line 13: a number of more than 64 digits",
        "Correct it",
    ),
    "time of day": (
        replace(GIVEN, case=MANIFEST + "purity = 07:32:00\n"),
        "case.toml: purity: a time of day does not fit here",
        "Correct it",
    ),
    "day of another age": (
        replace(
            GIVEN,
            case=MANIFEST.replace(
                "[[sample]]",
                "[clinical]\ndiagnosis_date = 2020-01-01\n"
                'treatments = [{ name = "x", start = 0201-01-01 }]\n[[sample]]',
            ),
        ),
        "case.toml: clinical, treatments, x: from day -6",
        "Correct the dates",
    ),
    "not TOML": (
        replace(GIVEN, case="patient: P1\n"),
        "case.toml: not TOML",
        "Correct the line",
    ),
    "nested beyond reason": (
        replace(GIVEN, case=f"a = {'[' * 9999}\n"),
        "case.toml: nested deeper than 32 levels",
        "Correct the brackets",
    ),
    "case file too long": (
        replace(GIVEN, case=MANIFEST + "# remark\n" * 200_000),
        "case.toml: the text is longer than 1 MB",
        "Cut the file",
    ),
    "file name too long": (
        replace(GIVEN, case=MANIFEST.replace("T1.maf", "é" * 190)),
        "é: cannot be opened: File name too long",
        "",
    ),
    "path of Windows": (
        replace(GIVEN, case=MANIFEST.replace("T1.maf", "C:\\\\data\\\\T1.maf")),
        "case.toml: sample T1, small_variants: no file",
        "Did you mean 'T1.maf'?",
    ),
    "nearly right file name": (
        replace(GIVEN, case=MANIFEST.replace("T1.maf", "T1.mf")),
        "case.toml: sample T1, small_variants: no file 'T1.mf'",
        "Did you mean 'T1.maf'?",
    ),
    "folder for a file": (
        replace(GIVEN, case=MANIFEST.replace("T1.maf", "..")),
        "..: is a folder",
        "Name the file in it",
    ),
    "device for a file": (
        replace(GIVEN, case=MANIFEST.replace("T1.maf", "/dev/zero")),
        "/dev/zero: is a device or a pipe",
        "Write its content to a file",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_fault_is_told_with_its_place_and_its_remedy(tmp_path: Path, fault: str) -> None:
    given, place, remedy = REFUSED[fault]
    told = refusal(given.write(tmp_path))
    assert f". {place}" in told or place in told.splitlines()[-1], told
    assert remedy in told


@pytest.mark.parametrize("number", ["NaN", "inf", "-inf", "1e400", "1,5"])
def test_what_is_no_finite_number_is_told_in_every_table(tmp_path: Path, number: str) -> None:
    given = replace(
        GIVEN,
        maf=MAF_HEADER + ALK.replace("\t100\t", f"\t{number}\t"),
        seg=SEG_HEADER + SEGMENTS.replace("4.0", number),
    )
    told = refusal(given.write(tmp_path))
    assert "2 faults" in told
    assert "T1.seg line 4, column seg.mean: not a finite number" in told
    assert "T1.maf line 2, column t_depth: not a whole number" in told
    assert "Correct the cells" in told


def test_all_faults_of_a_case_are_told_in_one_report(tmp_path: Path) -> None:
    given = Given(
        case=MANIFEST + 'time_point = "relaps"\n',
        maf=cut(MAF_HEADER + ALK),
        seg=SEG_HEADER + SEGMENTS.replace("16000000", "x").replace("0.02", "inf"),
        events="gen\ttype\nATRX\tdeletion\n",
    )
    told = refusal(given.write(tmp_path))
    for place in (
        "T1.maf: the packed file is cut short",
        "T1.seg line 4, column loc.end",
        "T1.seg line 5, column seg.mean",
        "T1.tsv: header: no column gene",
        "case.toml: sample T1, time_point: 'relaps' is not a time point",
    ):
        assert place in told, told


def test_loops_and_pipes_do_not_hold_the_command(tmp_path: Path) -> None:
    case = GIVEN.write(tmp_path)
    (tmp_path / "T1.maf").unlink()
    os.mkfifo(tmp_path / "T1.maf")
    (tmp_path / "T1.seg").unlink()
    (tmp_path / "T1.seg").symlink_to("T1.seg")
    told = refusal(case)
    assert "T1.maf: is a device or a pipe" in told
    assert "T1.seg" in told


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: gzip.compress(text.encode()),
    ],
    ids=["CRLF", "byte-order mark", "gzip"],
)
def test_the_way_a_text_is_written_changes_no_call(
    tmp_path: Path, written: Callable[[str], bytes]
) -> None:
    plain, other = tmp_path / "plain", tmp_path / "other"
    plain.mkdir()
    other.mkdir()
    texts = (MANIFEST, MAF_HEADER + ALK, SEG_HEADER + SEGMENTS, EVENTS)
    given = Given(*(written(text) for text in texts))
    assert calls_of(given.write(other)) == calls_of(GIVEN.write(plain))


def test_a_header_alone_means_that_nothing_was_found(tmp_path: Path) -> None:
    given = replace(GIVEN, maf=MAF_HEADER, events="gene\ttype\n")
    calls = calls_of(given.write(tmp_path))
    assert calls["ras_mapk"]["state"] == "absent"


def test_a_name_in_latin_1_is_read_and_told(tmp_path: Path) -> None:
    given = replace(GIVEN, maf=(MAF_HEADER + ALK.replace("T1", "Zoë")).encode("latin-1"))
    calls_of(given.write(tmp_path))
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "not UTF-8; 1 line(s) were read as Latin-1" in page


def test_repeated_records_count_once_and_are_accounted_for(tmp_path: Path) -> None:
    given = replace(
        GIVEN, maf=MAF_HEADER + ALK + ALK, seg=SEG_HEADER + SEGMENTS + SEGMENTS, events=EVENTS
    )
    calls_of(given.write(tmp_path))
    ledger = (tmp_path / "report" / "ledger.tsv").read_text("utf-8")
    assert "duplicate of line 2" in ledger
    assert "the same segment again" in ledger


HOSTILE = {
    "markup": "<script>alert(1)</script>'\"><img src=x onerror=1>]]></svg>",
    "formats": "{0.__class__} %s%n {{7*7}} {% raw %}",
    "path": "../../etc/passwd",
    "terminal": "\x1b[2J\x1b]0;x\x07",
    "direction": "\u202eevil\u2066",
    "formula": '=HYPERLINK("x")',
}


def hostile_case(folder: Path, text: str, more: str = "") -> Path:
    """A case that says ``text`` wherever a case can say something."""
    quoted = json.dumps(text)
    name = f"{text.replace('/', '_')}.maf"
    manifest = (
        f'assembly = "GRCh38"\n[patient]\nid = {quoted}\n'
        f"[clinical]\ntreatments = [{quoted}, {{ name = {quoted} }}]\n"
        f'[[sample]]\nid = {quoted}\nsequencing = "genome"\nevents_cover = [{quoted}]\n'
        f"small_variants = {{ file = {json.dumps(name)}, sample = {quoted} }}\n"
        f'platform = "wgs"\ncopy_number = "T1.seg"\nevents = "T1.tsv"\n{more}'
    )
    own = ALK.replace("T1", text)
    rows = own + own.replace("ALK", text).replace("Missense_Mutation", text)
    rows += own.replace("p.F1174L", text) + ALK
    events = EVENTS + f"{text}\t{text}\t{text}\nATRX\t{text}\t{text}\n{text}\tfusion\t\n"
    segments = SEGMENTS.replace("T1", text) + f"{text}\t{text}\t1\t100\t9\t0.1\n"
    case = Given(manifest, MAF_HEADER + rows, SEG_HEADER + segments, events).write(folder)
    (folder / "T1.maf").rename(folder / name)
    return case


def steers(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf"}} - set("\n\t\r")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(tmp_path: Path, text: str) -> None:
    case = hostile_case(tmp_path, text)
    result = assess(case)
    assert result.exit_code == 0, result.output
    assert not steers(result.output)
    report = tmp_path / "report"
    assert {path.name for path in report.iterdir()} == {
        "index.html",
        "assessment.json",
        "ledger.tsv",
    }
    page = (report / "index.html").read_text("utf-8")
    assert not steers(page)
    for active in ("<script>alert", "<img", "]]></svg>"):
        assert active not in page
    ledger = (report / "ledger.tsv").read_text("utf-8")
    assert not steers(ledger)
    cells = [cell for line in ledger.splitlines() for cell in line.split("\t")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert json.loads((report / "assessment.json").read_text("utf-8"))["patient"]["id"] == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_in_faults_do_nothing(tmp_path: Path, text: str) -> None:
    told = refusal(hostile_case(tmp_path, text, f"{json.dumps(text)} = 1\n"))
    assert "unknown key" in told
    assert not steers(told)
    for argument in ("explain", "cases"):
        result = CliRunner().invoke(app, [argument, "--", text])
        assert result.exit_code == 2
        assert not steers(result.output)


def test_a_line_of_100_mb_is_refused_without_being_held_in_memory(tmp_path: Path) -> None:
    case = GIVEN.write(tmp_path)
    with (tmp_path / "T1.maf").open("wb") as maf:
        maf.write(MAF_HEADER.encode())
        for _ in range(LONG_LINE_BYTES // 1_000_000):
            maf.write(b"x" * 1_000_000)
    program = (
        "import pathlib\n"
        "from crestome.cli.app import app\n"
        "try:\n    app()\n"
        "finally:\n"
        # Of this program alone: what getrusage says begins with the memory of the test's process.
        "    print(pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(  # noqa: S603 (this interpreter, and a program written here)
        [sys.executable, "-c", program, "assess", str(case), "--out", str(tmp_path / "report")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert "T1.maf line 2: the line is longer than 4 MB" in done.stderr
    assert "Check that the file is the table it is said to be" in done.stderr
    assert int(done.stdout) * 1024 < 3 * LONG_LINE_BYTES
    assert not (tmp_path / "report").exists()
