"""What must not change a verdict, from files to assessment."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from crestome.cli.app import app

MAF_HEADER = (
    "Hugo_Symbol\tChromosome\tStart_Position\tEnd_Position\tVariant_Classification"
    "\tReference_Allele\tTumor_Seq_Allele2\tHGVSp_Short\tt_depth\tt_alt_count"
)
VARIANTS = (
    "ALK\t2\t29220829\t29220829\tMissense_Mutation\tG\tC\tp.F1174L\t100\t40",
    "NRAS\t1\t114713908\t114713908\tMissense_Mutation\tT\tC\tp.Q61R\t90\t9",
    "TP53\t17\t7675088\t7675088\tMissense_Mutation\tC\tT\tp.R175H\t80\t30",
    "TERT\t5\t1295113\t1295113\t5'Flank\tG\tA\t\t60\t25",
)
SEG_HEADER = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean"
SEGMENTS = (
    "T1\t1\t1\t40000000\t4000\t-0.6",
    "T1\t1\t40000001\t248000000\t20000\t0.0",
    "T1\t2\t1\t15800000\t1500\t0.02",
    "T1\t2\t15800001\t16300000\t60\t4.0",
    "T1\t2\t16300001\t242000000\t22000\t0.01",
    "T1\t17\t1\t30000000\t3000\t0.0",
    "T1\t17\t30000001\t83000000\t5000\t0.45",
)
HEAD = 'assembly = "GRCh38"\n[patient]\nid = "P1"\n[[sample]]\nid = "T1"\n'
FILES = (
    'sequencing = "genome"\nsmall_variants = "T1.maf"\nplatform = "wgs"\ncopy_number = "T1.seg"\n'
)
ABOUT = {"c_circle": "negative", "mycn_pathology": "not_amplified", "atrx_protein": "positive"}
"""Assays that one call or several look at."""

Calls = dict[str, dict[str, object]]
FEW = settings(max_examples=12)


def calls_of(case: str, variants: list[str], segments: list[str]) -> Calls:
    """The calls of one case, through files and command."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.toml").write_text(case)
        (folder / "T1.maf").write_text("\n".join((MAF_HEADER, *variants)) + "\n")
        (folder / "T1.seg").write_text("\n".join((SEG_HEADER, *segments)) + "\n")
        out = folder / "report"
        result = CliRunner().invoke(
            app, ["assess", str(folder / "case.toml"), "--out", str(out), "--quiet"]
        )
        assert result.exit_code == 0, result.output
        document = json.loads((out / "assessment.json").read_text("utf-8"))
    calls: Calls = document["samples"][-1]["calls"]
    return calls


def verdicts(calls: Calls) -> dict[str, tuple[object, object]]:
    return {name: (call["state"], call.get("label")) for name, call in calls.items()}


def with_prefix(rows: list[str], prefix: str, column: int) -> list[str]:
    written = []
    for row in rows:
        cells = row.split("\t")
        cells[column] = prefix + cells[column]
        written.append("\t".join(cells))
    return written


PLAIN = verdicts(calls_of(HEAD + FILES, list(VARIANTS), list(SEGMENTS)))


@FEW
@given(
    st.permutations(VARIANTS),
    st.permutations(SEGMENTS),
    st.sampled_from(["", "chr", "Chr", "CHR"]),
    st.sampled_from(["", "chr"]),
)
def test_the_order_of_rows_and_the_prefix_of_chromosomes_change_no_call(
    variants: list[str], segments: list[str], of_variants: str, of_segments: str
) -> None:
    calls = calls_of(
        HEAD + FILES,
        with_prefix(variants, of_variants, 1),
        with_prefix(segments, of_segments, 1),
    )
    assert verdicts(calls) == PLAIN


@FEW
@given(
    st.lists(st.floats(0.0, 9.0), min_size=2, max_size=2).map(sorted),
    st.sampled_from(["wgs", "wes", "snp_array", "acgh", "panel"]),
)
def test_more_copies_never_unmake_an_amplification(height: list[float], platform: str) -> None:
    case = HEAD + FILES.replace("wgs", platform)
    rank = {"not_assessed": 0, "absent": 0, "indeterminate": 1, "present": 2}
    lower, higher = (
        calls_of(case, [], [row.replace("\t4.0", f"\t{log2:.4f}") for row in SEGMENTS])
        for log2 in height
    )
    for name in ("mycn", "focal_amplification"):
        assert rank[str(lower[name]["state"])] <= rank[str(higher[name]["state"])], name


@FEW
@given(
    st.sets(st.sampled_from(sorted(ABOUT))),
    st.sampled_from(["none", "empty"]),
)
def test_what_was_not_assessed_changes_no_call(done: set[str], way: str) -> None:
    stated = ", ".join(f'{name} = "{ABOUT[name]}"' for name in sorted(done))
    case = f"{HEAD}{FILES}assays = {{ {stated} }}\n"
    silent = "" if way == "none" else "events_cover = []\ngenes_sequenced = []\n"
    before = calls_of(case, list(VARIANTS), list(SEGMENTS))
    after = calls_of(case + silent, list(VARIANTS), list(SEGMENTS))
    assert before == after


@FEW
@given(st.sampled_from(["small_variants", "copy_number"]), st.sets(st.sampled_from(sorted(ABOUT))))
def test_an_assay_that_was_not_done_leaves_what_it_does_not_ask_about(
    left_out: str, done: set[str]
) -> None:
    """Without one file its questions open; nothing becomes absent that was not absent before.

    A stated pathology answers MYCN by itself, against the segments where they disagree.
    """
    stated = ", ".join(f'{name} = "{ABOUT[name]}"' for name in sorted(done))
    files = "".join(
        line for line in FILES.splitlines(keepends=True) if not line.startswith(left_out)
    )
    whole = calls_of(f"{HEAD}{FILES}assays = {{ {stated} }}\n", list(VARIANTS), list(SEGMENTS))
    part = calls_of(f"{HEAD}{files}assays = {{ {stated} }}\n", list(VARIANTS), list(SEGMENTS))
    answered = {"mycn"} if "mycn_pathology" in done else set()
    unmade = [
        name
        for name, call in part.items()
        if call["state"] == "absent" and whole[name]["state"] != "absent"
    ]
    assert set(unmade) <= answered
