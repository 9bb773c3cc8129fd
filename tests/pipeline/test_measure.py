from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from measure.signals import FLAT, probes

from crestome.errors import InputError
from crestome.knowledge.load import load_genome, load_knowledge
from crestome.knowledge.signature import load_gene_names, load_signatures
from crestome.model.call import Calls
from crestome.model.case import Case
from crestome.model.genome import Assembly
from crestome.pipeline.assess import assess_case, call_sample
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.measure import measure_case
from crestome.read.case import read_case

CASE = """
assembly = "GRCh37"
[patient]
id = "p"
sex = "{sex}"
[[sample]]
id = "s"
copy_number = {{ file = "{file}", platform = "acgh" }}
"""


def case(folder: Path, frame: pl.DataFrame, sex: str = "unknown") -> Path:
    table = frame.select(chrom="contig", position="end", log2="log2")
    table.write_csv(folder / "probes.tsv", separator="\t")
    path = folder / "case.toml"
    path.write_text(CASE.format(file="probes.tsv", sex=sex))
    return path


def test_probes_of_a_case_are_segmented_and_called(tmp_path: Path) -> None:
    far = probes({"11": [(3000, 0.0), (6000, -0.6)], **FLAT})
    path = case(
        tmp_path,
        far.frame.filter(pl.col("contig") != "11").vstack(
            far.frame.filter(pl.col("contig") == "11").unique(maintain_order=True)
        ),
    )
    assessment = assess_case(path)
    (sample,) = assessment.samples
    assert sample.calls["segmental_chromosome"].state.value != "not_assessed"
    assert assessment.ledger.total("probes.tsv") == assessment.ledger.rows_read["probes.tsv"]
    assert any("probes made" in str(issue) for issue in assessment.issues)


def test_out_of_noise_nothing_is_called_and_that_is_said(tmp_path: Path) -> None:
    path = case(tmp_path, probes(FLAT, noise=0.9).frame)
    assessment = assess_case(path)
    assert any("uninformative: the noise" in str(issue) for issue in assessment.issues)
    states = {call.state.value for _, call in assessment.latest.calls.items()}
    assert "absent" not in states
    assert "present" not in states


def test_allele_fractions_give_copies_and_lost_heterozygosity(tmp_path: Path) -> None:
    """A tumour of 80 % purity: 11q has two copies of one parent, 1p one copy, 17 three."""
    levels = {
        **FLAT,
        "1": [(300, -0.737), (300, 0.0)],
        "11": [(150, 0.0), (450, 0.0)],
        "17": [(300, 0.485)],
    }
    alleles = {
        **{contig: [(count, 0.5) for count, _ in pieces] for contig, pieces in FLAT.items()},
        "1": [(300, 0.833), (300, 0.5)],
        "11": [(150, 0.5), (450, 0.9)],
        "17": [(300, 0.643)],
    }
    frame = probes(levels, noise=0.05, baf=alleles).frame
    stretched = frame.with_columns(end=pl.col("end") * 20)
    table = stretched.select(chrom="contig", position="end", log2="log2", baf="baf")
    table.write_csv(tmp_path / "probes.tsv", separator="\t")
    path = tmp_path / "case.toml"
    path.write_text(CASE.format(file="probes.tsv", sex="unknown"))
    assessment = assess_case(path)
    detail = assessment.latest.calls["segmental_chromosome"].detail
    assert "11q_loh" in detail["sca_any"]  # type: ignore[operator]
    assert detail["cog_sca"] is True
    assert assessment.latest.calls["ploidy"].label == "diploid"
    said = " ".join(str(issue) for issue in assessment.issues)
    assert "whole copies fit: purity 0.8" in said
    assert "(fitted)" in said


def test_copies_that_do_not_fit_firmly_are_not_called_from(tmp_path: Path) -> None:
    frame = probes({"1": [(100, -0.3), (100, 0.07)], "2": [(100, 0.17)], **FLAT}).frame
    path = case(tmp_path, frame)
    path.write_text(path.read_text().replace('id = "s"', 'id = "s"\npurity = 0.9'))
    assessment = assess_case(path)
    said = " ".join(str(issue) for issue in assessment.issues)
    assert "whole copies do not fit firmly" in said
    assert assessment.latest.calls["ploidy"].state.value == "not_assessed"


def test_too_few_probes_stop_the_case(tmp_path: Path) -> None:
    path = case(tmp_path, probes({"1": [(3, 0.0)]}).frame)
    with pytest.raises(InputError, match=r"probes\.tsv: 3 probe"):
        assess_case(path)


def test_a_case_without_probes_stays_as_it_is(tmp_path: Path) -> None:
    knowledge = load_knowledge()
    (tmp_path / "x.seg").write_text("ID\tchrom\tstart\tend\tnum.mark\tseg.mean\nA\t1\t1\t9\t9\t0\n")
    path = tmp_path / "case.toml"
    path.write_text(CASE.format(file="x.seg", sex="unknown"))
    read = read_case(path, knowledge)
    assert measure_case(read, knowledge) is read


def test_of_two_samples_only_that_with_probes_is_measured(tmp_path: Path) -> None:
    knowledge = load_knowledge()
    path = case(tmp_path, probes(FLAT).frame)
    more = '\n[[sample]]\nid = "t"\nassays = { c_circle = "positive" }\n'
    path.write_text(path.read_text() + more)
    measured = measure_case(read_case(path, knowledge), knowledge)
    assert [item.copy_number is None for item in measured.evidence].count(True) == 1
    assert all(item.raw_copy_number is None for item in measured.evidence)
    assert next(item for item in measured.evidence if item.copy_number).has_positions


def test_faulty_probes_are_a_fault_of_the_case(tmp_path: Path) -> None:
    path = case(tmp_path, probes(FLAT).frame)
    (tmp_path / "probes.tsv").write_text("chrom\tposition\tlog2\n1\t5\thigh\n")
    with pytest.raises(InputError, match="no number: 'high'"):
        assess_case(path)


STEP_BP = 200_000


def genome_probes(levels: dict[str, float], dip: float = 0.0) -> pl.DataFrame:
    """Probes all over the genome at one level for each chromosome; ``dip`` is put on ATRX."""
    rng, parts = np.random.default_rng(3), []
    genome = load_genome(Assembly.GRCH37)
    place = genome.gene("ATRX").interval
    for contig, level in levels.items():
        end = np.arange(STEP_BP, genome.chromosomes[contig].length_bp, STEP_BP)
        log2 = level + 0.1 * rng.normal(size=end.size)
        if contig == place.contig:
            log2[(end > place.start - 2 * STEP_BP) & (end < place.end + 2 * STEP_BP)] += dip
        parts.append(pl.DataFrame({"contig": contig, "end": end, "log2": log2}))
    return pl.concat(parts)


AUTOSOMAL = {str(number): 0.0 for number in range(1, 23)}
SEXES = {
    "a boy against a mixed reference": ("male", {"X": -0.6, "Y": -0.9}),
    "a boy against a female reference": ("male", {"X": -1.0, "Y": 2.0}),
    "a boy against a male reference": ("male", {"X": 0.0, "Y": 0.0}),
    "a girl against a female reference": ("female", {"X": 0.0}),
    "a girl against a male reference": ("female", {"X": 1.0, "Y": -4.0}),
    "a girl who lost an X": ("female", {"X": -1.0}),
}


@pytest.mark.parametrize(("sex", "levels"), SEXES.values(), ids=SEXES.keys())
def test_x_and_y_make_no_segmental_change_and_no_amplicon(
    tmp_path: Path, sex: str, levels: dict[str, float]
) -> None:
    path = case(tmp_path, genome_probes(AUTOSOMAL | levels), sex)
    path.write_text(path.read_text().replace('id = "s"', 'id = "s"\npurity = 0.8'))
    calls = assess_case(path).latest.calls
    said = {name: calls[name].label for name in ("segmental_chromosome", "genomic_profile")}
    assert said == {"segmental_chromosome": "none", "genomic_profile": "flat"}
    assert calls["focal_amplification"].label == "none"
    assert calls["genome_instability"].detail["segmental_changes"] == 0
    assert calls["atrx"].label == "wildtype"


@pytest.mark.parametrize("sex", ["male", "female"])
def test_a_hole_over_atrx_may_be_its_loss_in_either_sex(tmp_path: Path, sex: str) -> None:
    level = {"male": -0.8, "female": 0.0}[sex]
    path = case(tmp_path, genome_probes(AUTOSOMAL | {"X": level}, dip=-3.0), sex)
    atrx = assess_case(path).latest.calls["atrx"]
    assert (atrx.state.value, atrx.label) == ("indeterminate", "possible")
    assert "over the rest of the chromosome" in atrx.reason


def expression_case(folder: Path, unit: str, raised: str, more: str = "") -> Case:
    names, factor = load_gene_names(), set(load_signatures()[raised].genes)
    rng = np.random.default_rng(3)
    rows = [
        f"{gene}\t{rng.lognormal(1, 2) * (30 if gene in factor else 1):.5f}"
        for gene in sorted(names.coding)
    ]
    (folder / "x.tsv").write_text("\n".join(["gene\tT1", *rows]) + "\n")
    path = folder / "case.toml"
    path.write_text(
        f'[patient]\nid = "p"\n[[sample]]\nid = "T1"\n{more}\n'
        f'expression = {{ file = "x.tsv", unit = "{unit}" }}\n'
    )
    return read_case(path, load_knowledge())


def test_expression_becomes_scores_and_transcripts_of_mycn(tmp_path: Path) -> None:
    read = expression_case(tmp_path, "tpm", "adrenergic")
    case = measure_case(read, load_knowledge())
    evidence = case.evidence[0]
    assert evidence.state_scores is not None
    assert evidence.state_scores.ratio is not None
    assert evidence.state_scores.ratio > 1.1
    assert evidence.expression is not None
    assert evidence.assays.mycn_tpm == evidence.expression.value_of("MYCN")
    counted = expression_case(tmp_path, "counts", "adrenergic")
    assert measure_case(counted, load_knowledge()).evidence[0].assays.mycn_tpm is None
    stated = expression_case(tmp_path, "tpm", "adrenergic", "assays = { mycn_tpm = 7.0 }")
    assert measure_case(stated, load_knowledge()).evidence[0].assays.mycn_tpm == 7.0


@pytest.mark.parametrize(
    ("more", "label"), [("", "indeterminate"), ("purity = 0.5", "indeterminate"),
                        ("purity = 0.9", "MES"), ('material = "cell_line"', "MES")]
)  # fmt: skip
def test_a_mesenchymal_transcriptome_is_called_only_where_it_is_pure(
    tmp_path: Path, more: str, label: str
) -> None:
    knowledge = load_knowledge()
    case = measure_case(expression_case(tmp_path, "fpkm", "mesenchymal", more), knowledge)
    call = call_sample(case.evidence[0], rules_of(knowledge))["cell_state"]
    assert call.label == label
    assert call.text("rule") == "ratio of rank means, version 1"
    assert ("NO_PURITY_BULK" in call.texts("warnings")) == (more == "")


def test_the_rows_of_an_expression_table_add_up_in_the_report(tmp_path: Path) -> None:
    expression_case(tmp_path, "tpm", "adrenergic")
    ledger = assess_case(tmp_path / "case.toml").ledger
    assert sum(entry.rows for entry in ledger.entries) == sum(ledger.rows_read.values())


def test_a_faulty_expression_table_is_refused_with_the_case(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    text = (
        '[patient]\nid = "p"\n[[sample]]\nid = "T1"\n'
        'expression = { file = "x.tsv", unit = "z-score" }\n'
    )
    path.write_text(text)
    with pytest.raises(InputError, match=r"no file 'x\.tsv'"):
        read_case(path, load_knowledge())
    (tmp_path / "x.tsv").write_text("gene\tT1\nMYCN\t1\n")
    with pytest.raises(InputError, match="'z-score' is no absolute unit"):
        read_case(path, load_knowledge())


def test_a_declared_cohort_gives_levels_and_a_high_risk_one_gives_tert(tmp_path: Path) -> None:
    names, rng = sorted(load_gene_names().coding), np.random.default_rng(5)
    values = rng.lognormal(1, 2, (len(names), 24))
    rows = ["\t".join([gene, *(f"{value:.4f}" for value in row)]) for gene, row in
            zip(names, values, strict=True)]  # fmt: skip
    head = "\t".join(["gene", "T1", *(f"o{number}" for number in range(23))])
    (tmp_path / "x.tsv").write_text("\n".join([head, *rows]) + "\n")
    path = tmp_path / "case.toml"
    case = (
        '[patient]\nid = "p"\n[[sample]]\nid = "T1"\npurity = 0.9\n'
        'expression = {{ file = "x.tsv", unit = "fpkm"{} }}\n'
    )
    knowledge = load_knowledge()

    def calls(more: str) -> Calls:
        path.write_text(case.format(more))
        measured = measure_case(read_case(path, knowledge), knowledge)
        return call_sample(measured.evidence[0], rules_of(knowledge))

    declared = calls(', cohort = "high-risk neuroblastoma"')
    assert declared["surface_target"].state.value in {"present", "absent"}
    assert declared["immune_microenvironment"].detail["mhc_class_i"] != "not_assessed"
    assert declared["tert"].text("expression") in {"high", "low"}
    mixed = calls(', cohort = "neuroblastoma"')
    assert mixed["tert"].text("expression") == "not_assessed"
    assert mixed["surface_target"].detail["b7_h3"] == declared["surface_target"].detail["b7_h3"]
    alone = calls("")
    assert alone["surface_target"].state.value == "indeterminate"
    assert alone["surface_target"].missing == ("expression_reference", "surface_protein")
    assert alone["cell_state"].detail["ratio"] == declared["cell_state"].detail["ratio"]
