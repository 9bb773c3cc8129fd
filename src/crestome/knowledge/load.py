"""Reading the curated data: all of it or none.

The wheel carries one validated ``knowledge.json`` beside the YAML files, with the checksum of its
sources; it is taken when the checksum fits, and the YAML is read otherwise, because YAML in pure
Python would cost more than the whole assessment.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final, TypeVar, get_type_hints

from pydantic import ValidationError

from crestome.errors import KnowledgeError
from crestome.knowledge.decision import Fact, Figure, Scheme
from crestome.knowledge.schema import (
    AssayDescription,
    Drug,
    DrugAlleles,
    Reference,
    Rules,
)
from crestome.model.genome import (
    Assembly,
    Chromosome,
    Codon,
    Gene,
    Genome,
    Interval,
    Strand,
)
from crestome.model.record import Record

R = TypeVar("R", bound=Rules)

BUNDLE: Final = "knowledge.json"
_REFERENCES: Final = "references.yaml"
_ASSAYS: Final = "assays.yaml"
_FACTS: Final = "risk_facts.yaml"
_FIGURES: Final = "prognosis.yaml"
_VERSION: Final = "VERSION"


def shipped_root() -> Path:
    """The folder of curated data inside the package."""
    return Path(str(resources.files("crestome.knowledge"))) / "data"


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """The curated data, parsed.

    Attributes:
        root: The folder that it was read from.
        version: Version of the data.
        references: Cited sources by key.
        assays: Assays by identifier.
        drugs: Drugs by identifier, in alphabetical order.
        rule_documents: Content of ``rules/<name>.yaml`` by name, not yet shaped.
        facts: Facts that decision tables read, by name.
        schemes: Decision tables of risk and status, by identifier.
        figures: Published outcomes, by key.
    """

    root: Path
    version: str
    references: dict[str, Reference]
    assays: dict[str, AssayDescription]
    drugs: dict[str, Drug]
    rule_documents: dict[str, dict[str, object]]
    facts: dict[str, Fact] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def rules(self, name: str, shape: type[R]) -> R:
        """The rules of a mechanism, in the shape that it declares.

        Raises:
            KnowledgeError: If the file is absent, or a key is missing, misspelt or malformed.
        """
        path = self.root / "rules" / f"{name}.yaml"
        if name not in self.rule_documents:
            message = f"{path}: missing; every mechanism needs its rules"
            raise KnowledgeError(message)
        document = dict(self.rule_documents[name])
        hints = get_type_hints(shape)
        for key in shape.model_fields:
            hint = hints[key]
            if isinstance(hint, type) and issubclass(hint, Rules):
                document[key] = self.rules(key, hint).model_dump(mode="json")
            elif key == "allele_responses":
                document[key] = [entry.model_dump(mode="json") for entry in self._alleles(name)]
        return _validated(shape, document, path)

    def _alleles(self, mechanism: str) -> tuple[DrugAlleles, ...]:
        return tuple(
            DrugAlleles(drug=drug.id, entries=drug.allele_responses.entries)
            for drug in self.drugs.values()
            if drug.allele_responses is not None and drug.allele_responses.mechanism == mechanism
        )

    def genome(self, assembly: Assembly) -> Genome:
        """The shipped tables of one assembly."""
        return load_genome(assembly, self.root)


def load_genome(assembly: Assembly, root: Path | None = None) -> Genome:
    """The tables of one assembly under ``root`` (default: the shipped data), and nothing else."""
    folder = (root or shipped_root()) / "genome" / assembly.value
    return Genome(
        assembly=assembly,
        genes={gene.symbol: gene for gene in _genes(folder / "genes.tsv")},
        chromosomes={item.name: item for item in _chromosomes(folder / "chromosomes.tsv")},
        regions=dict(_regions(folder / "regions.tsv")),
        codons=tuple(_codons(folder / "codons.tsv")),
        exons=_exons(folder / "exons.tsv"),
    )


def load_knowledge(root: Path | None = None) -> Knowledge:
    """Read all curated data under ``root`` (default: the shipped data).

    Raises:
        KnowledgeError: Naming every file and key that is wrong; nothing is loaded then.
    """
    folder = root or shipped_root()
    if not folder.is_dir():
        message = f"{folder}: no such folder; give one that is laid out as the shipped data"
        raise KnowledgeError(message)
    return _from_document(folder, _document(folder))


def curated_files(root: Path) -> list[Path]:
    """The files that the bundle is made of, in a fixed order."""
    return sorted(
        [path for part in ("", "rules/", "drugs/", "risk/") for path in root.glob(f"{part}*.yaml")],
        key=lambda path: path.relative_to(root).as_posix(),
    )


def checksum(root: Path) -> str:
    """SHA-256 over names and bytes of the curated files."""
    digest = hashlib.sha256()
    for path in curated_files(root):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_sources(root: Path) -> dict[str, object]:
    """The YAML files as one document, by relative path.

    Raises:
        KnowledgeError: Naming every file that is not YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="safe", pure=True)
    document: dict[str, object] = {}
    faults: list[str] = []
    for path in curated_files(root):
        try:
            document[path.relative_to(root).as_posix()] = yaml.load(path)
        except YAMLError as error:
            faults.append(f"{path}: not YAML: {error}")
    if faults:
        raise KnowledgeError(*faults)
    return document


def _document(root: Path) -> dict[str, object]:
    stored = _bundle(root / BUNDLE)
    if stored.get("checksum") == checksum(root):
        return _mapping(stored.get("files"), root / BUNDLE)
    return json.loads(json.dumps(read_sources(root), default=str))  # type: ignore[no-any-return]


def _bundle(path: Path) -> dict[str, object]:
    """The stored bundle; empty where there is none or it cannot be read, and YAML is read then."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _version(root: Path) -> str:
    path = root / _VERSION
    if not path.is_file():
        message = f"{path}: missing; one line with the version of the data"
        raise KnowledgeError(message)
    return path.read_text("utf-8").strip()


def _from_document(root: Path, files: dict[str, object]) -> Knowledge:
    faults: list[str] = []
    references = _entries(root, files, _REFERENCES, Reference, faults)
    assays = _entries(root, files, _ASSAYS, AssayDescription, faults)
    optional = {_FACTS: {}, _FIGURES: {}, **files}
    facts = _entries(root, optional, _FACTS, Fact, faults)
    figures = _entries(root, optional, _FIGURES, Figure, faults)
    drugs: dict[str, Drug] = {}
    schemes: dict[str, Scheme] = {}
    rules: dict[str, dict[str, object]] = {}
    for name, content in files.items():
        try:
            if name.startswith("drugs/"):
                drug = _validated(Drug, content, root / name)
                drugs[drug.id] = drug
                faults.extend(_misnamed(drug.id, root / name))
            elif name.startswith("risk/"):
                scheme = _validated(Scheme, content, root / name)
                schemes[scheme.id] = scheme
                faults.extend(_misnamed(scheme.id, root / name))
            elif name.startswith("rules/"):
                rules[Path(name).stem] = _mapping(content, root / name)
        except KnowledgeError as error:
            faults.extend(error.faults)
    if faults:
        raise KnowledgeError(*faults)
    return Knowledge(
        root=root,
        version=_version(root),
        references=references,
        assays=assays,
        drugs=dict(sorted(drugs.items())),
        rule_documents=rules,
        facts=facts,
        schemes=dict(sorted(schemes.items(), key=lambda item: item[1].place)),
        figures=figures,
    )


def _misnamed(identifier: str, path: Path) -> list[str]:
    if identifier == path.stem:
        return []
    kind = path.parent.name.removesuffix("s").replace("risk", "scheme")
    return [
        f"{path}: id: {identifier}; a file is named by the id of its {kind}, rename one of them"
    ]


V = TypeVar("V", Reference, AssayDescription, Fact, Figure)


def _entries(
    root: Path, files: dict[str, object], name: str, shape: type[V], faults: list[str]
) -> dict[str, V]:
    entries: dict[str, V] = {}
    try:
        for key, content in _mapping(files.get(name), root / name).items():
            entries[key] = _validated(shape, content, root / name, key)
    except KnowledgeError as error:
        faults.extend(error.faults)
    return entries


def _mapping(content: object, path: Path) -> dict[str, object]:
    if not isinstance(content, dict):
        message = f"{path}: expected keys with values, found {type(content).__name__}"
        raise KnowledgeError(message)
    return content


S = TypeVar("S", bound=Record)


def _validated(shape: type[S], content: object, path: Path, key: str = "") -> S:
    try:
        return shape.from_document(content)
    except ValidationError as error:
        prefix = f"{key}." if key else ""
        raise KnowledgeError(
            *(
                f"{path}: {prefix}{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
                for fault in error.errors()
            )
        ) from None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(content, delimiter="\t"))


def _interval(row: dict[str, str]) -> Interval:
    return Interval(contig=row["contig"], start=int(row["start"]), end=int(row["end"]))


def _genes(path: Path) -> list[Gene]:
    return [
        Gene(
            symbol=row["symbol"],
            interval=_interval(row),
            strand=Strand(row["strand"]),
            band=row["band"],
        )
        for row in _rows(path)
    ]


def _chromosomes(path: Path) -> list[Chromosome]:
    return [
        Chromosome(
            name=row["contig"],
            length_bp=int(row["length"]),
            centromere_start_bp=int(row["centromere_start"]),
            centromere_end_bp=int(row["centromere_end"]),
        )
        for row in _rows(path)
    ]


def _regions(path: Path) -> list[tuple[str, Interval]]:
    return [(row["region"], _interval(row)) for row in _rows(path)]


def _codons(path: Path) -> list[Codon]:
    return [
        Codon(
            gene=row["gene"],
            residue=row["residue"],
            interval=_interval(row),
            strand=Strand(row["strand"]),
            bases=row["bases"],
        )
        for row in _rows(path)
    ]


def _exons(path: Path) -> dict[str, tuple[Interval, ...]]:
    exons: dict[str, tuple[Interval, ...]] = {}
    for row in _rows(path):
        exons[row["gene"]] = (*exons.get(row["gene"], ()), _interval(row))
    return exons
