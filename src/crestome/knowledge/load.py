"""Reading the curated data: all of it or none.

The wheel carries one validated ``knowledge.json`` beside the YAML files, with the checksum of its
sources; it is taken when the checksum fits, and the YAML is read otherwise, because YAML in pure
Python would cost more than the whole assessment.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar, get_type_hints

from pydantic import ValidationError

from crestome.errors import KnowledgeError
from crestome.knowledge.assay import AssayDescription
from crestome.knowledge.boundary import find_boundaries, scheme_tests, trial_tests
from crestome.knowledge.decision import Fact, Figure, Scheme
from crestome.knowledge.genome_tables import load_tables
from crestome.knowledge.overlay import Folders, keys_of, lay_over
from crestome.knowledge.plain_yaml import PlainYamlError, read_plain_yaml
from crestome.knowledge.review_row import ReviewRow
from crestome.knowledge.sample_words import FILE as _WORDS
from crestome.knowledge.sample_words import WordList
from crestome.knowledge.schema import Drug, DrugAlleles, Reference, Rules
from crestome.knowledge.trial import Trial
from crestome.model.genome import Assembly, Genome
from crestome.model.record import Record

R = TypeVar("R", bound=Rules)
P = TypeVar("P", bound=Record)
N = TypeVar("N", Drug, Scheme, Trial)
S = TypeVar("S", bound=Record)
V = TypeVar("V", Reference, AssayDescription, Fact, Figure, ReviewRow, WordList)

BUNDLE: Final = "knowledge.json"
_REFERENCES: Final = "references.yaml"
_ASSAYS: Final = "assays.yaml"
_FACTS: Final = "risk_facts.yaml"
_FIGURES: Final = "prognosis.yaml"
_ROWS: Final = "review_rows.yaml"
_FOLDERS: Final = ("", "rules/", "drugs/", "risk/", "trials/", "pathways/")
_VERSION: Final = "VERSION"
_MARK_LENGTH: Final = 8


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
        pathway_documents: Content of ``pathways/<name>.yaml`` by name, not yet shaped.
        facts: Facts that decision tables read, by name.
        schemes: Decision tables of risk and status, by identifier.
        figures: Published outcomes, by key.
        trials: Clinical trials, by registry identifier.
        rows: What became of every statement of the review, by its number.
        sample_words: Words in the names of samples, by list.
        folders: Where each file was read from; None where all are under ``root``.
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
    trials: dict[str, Trial] = field(default_factory=dict)
    rows: dict[str, ReviewRow] = field(default_factory=dict)
    pathway_documents: dict[str, dict[str, object]] = field(default_factory=dict)
    sample_words: dict[str, WordList] = field(default_factory=dict)
    folders: Folders | None = None

    def path(self, name: str, key: str = "") -> Path:
        """The file of this name (``drugs/crizotinib.yaml``) that holds ``key``, for messages."""
        return (self.folders or Folders(self.root)).path(name, key)

    @property
    def laid_over(self) -> tuple[str, ...]:
        """Names of the files of a user's own folder, in order; empty without one."""
        return () if self.folders is None else tuple(sorted(self.folders.laid_over))

    @cached_property
    def boundaries(self) -> dict[str, tuple[int, ...]]:
        """For each fact, the numbers at which curated ranges of it begin or end."""
        tests = chain(scheme_tests(self.schemes, self.figures), trial_tests(self.trials))
        return find_boundaries(self.facts, tests)

    def rules(self, name: str, shape: type[R]) -> R:
        """The rules of a mechanism, in the shape that it declares.

        Raises:
            KnowledgeError: If the file is absent, or a key is missing, misspelt or malformed.
        """
        path = self.path(f"rules/{name}.yaml")
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
        return validated(shape, document, path)

    def pathway(self, name: str, shape: type[P]) -> P:
        """An executable pathway, in its shape; only who asks for it pays for it.

        Raises:
            KnowledgeError: If there is no such file, or it is not as the shape demands.
        """
        path = self.path(f"pathways/{name}.yaml")
        if name not in self.pathway_documents:
            known = ", ".join(sorted(self.pathway_documents)) or "none"
            message = f"{path}: missing; the pathways there are: {known}"
            raise KnowledgeError(message)
        return validated(shape, self.pathway_documents[name], path)

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
    return load_tables((root or shipped_root()) / "genome" / assembly.value, assembly)


def load_knowledge(root: Path | None = None) -> Knowledge:
    """Read all curated data under ``root`` (default: the shipped data).

    A folder without ``VERSION`` is laid over the shipped data (see `overlay`).

    Raises:
        KnowledgeError: Naming every file and key that is wrong; nothing is loaded then.
    """
    folder = root or shipped_root()
    if not folder.is_dir():
        message = f"{folder}: no such folder; give one that is laid out as the shipped data"
        raise KnowledgeError(message)
    if (folder / _VERSION).is_file():
        return _from_document(folder, read_document(folder))
    own = _plain(read_sources(folder))
    files = lay_over(read_document(shipped_root()), own, folder)
    return _from_document(shipped_root(), files, Folders(shipped_root(), folder, keys_of(own)))


def curated_files(root: Path) -> list[Path]:
    """The files that the bundle is made of, in a fixed order.

    Raises:
        KnowledgeError: Naming everything of such a name that is no file; a pipe would never end.
    """
    paths = sorted(
        [path for part in _FOLDERS for path in root.glob(f"{part}*.yaml")],
        key=lambda path: path.relative_to(root).as_posix(),
    )
    faults = [
        f"{path}: a folder, device, pipe or broken link; put a file there"
        for path in paths
        if not path.is_file()
    ]
    if faults:
        raise KnowledgeError(*faults)
    return paths


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
    document: dict[str, object] = {}
    faults: list[str] = []
    for path in curated_files(root):
        try:
            document[path.relative_to(root).as_posix()] = read_plain_yaml(path)
        except PlainYamlError as error:
            faults.append(f"{path}: not YAML: {error}")
    if faults:
        raise KnowledgeError(*faults)
    return document


def read_document(root: Path) -> dict[str, object]:
    """Every curated file under ``root`` by its relative path, not yet shaped."""
    stored = _bundle(root / BUNDLE)
    if stored.get("checksum") == checksum(root):
        return _mapping(stored.get("files"), root / BUNDLE)
    return _plain(read_sources(root))


def _plain(files: dict[str, object]) -> dict[str, object]:
    """The files as JSON would hold them: dates as text."""
    return json.loads(json.dumps(files, default=str))  # type: ignore[no-any-return]


def _bundle(path: Path) -> dict[str, object]:
    """The stored bundle; empty where there is none or it cannot be read, and YAML is read then."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _version(folders: Folders, root: Path) -> str:
    """The version; that of the shipped data with a mark of what was laid over it."""
    version = (root / _VERSION).read_text("utf-8").strip()
    if folders.overlay is None:
        return version
    return f"{version}+overlay.{checksum(folders.overlay)[:_MARK_LENGTH]}"


def _from_document(
    root: Path, files: dict[str, object], folders: Folders | None = None
) -> Knowledge:
    places = folders or Folders(root)
    faults: list[str] = []
    references = _entries(places, files, _REFERENCES, Reference, faults)
    assays = _entries(places, files, _ASSAYS, AssayDescription, faults)
    optional = {_FACTS: {}, _FIGURES: {}, _ROWS: {}, _WORDS: {}, **files}
    facts = _entries(places, optional, _FACTS, Fact, faults)
    figures = _entries(places, optional, _FIGURES, Figure, faults)
    rows = _entries(places, optional, _ROWS, ReviewRow, faults)
    words = _entries(places, optional, _WORDS, WordList, faults)
    drugs = _folder(places, files, "drugs/", Drug, faults)
    schemes = _folder(places, files, "risk/", Scheme, faults)
    trials = _folder(places, files, "trials/", Trial, faults)
    rules = _documents(places, files, "rules/", faults)
    pathways = _documents(places, files, "pathways/", faults)
    if faults:
        raise KnowledgeError(*faults)
    return Knowledge(
        root=root,
        version=_version(places, root),
        references=references,
        assays=assays,
        drugs=drugs,
        rule_documents=rules,
        pathway_documents=pathways,
        facts=facts,
        schemes=dict(sorted(schemes.items(), key=lambda item: item[1].place)),
        figures=figures,
        trials=trials,
        rows=rows,
        sample_words=words,
        folders=folders,
    )


def _documents(
    places: Folders, files: dict[str, object], folder: str, faults: list[str]
) -> dict[str, dict[str, object]]:
    """The files of a folder that get their shape later, by name."""
    documents: dict[str, dict[str, object]] = {}
    for name, content in files.items():
        if name.startswith(folder):
            try:
                documents[Path(name).stem] = _mapping(content, places.path(name))
            except KnowledgeError as error:
                faults.extend(error.faults)
    return documents


def _folder(
    places: Folders, files: dict[str, object], folder: str, shape: type[N], faults: list[str]
) -> dict[str, N]:
    """The entries of a folder with one file each, in alphabetical order."""
    entries: dict[str, N] = {}
    for name, content in files.items():
        if name.startswith(folder):
            path = places.path(name)
            try:
                entry = validated(shape, content, path)
            except KnowledgeError as error:
                faults.extend(error.faults)
            else:
                entries[entry.id] = entry
                faults.extend(_misnamed(entry.id, path))
    return dict(sorted(entries.items()))


def _misnamed(identifier: str, path: Path) -> list[str]:
    if identifier == path.stem:
        return []
    kind = path.parent.name.removesuffix("s").replace("risk", "scheme")
    return [
        f"{path}: id: {identifier}; a file is named by the id of its {kind}, rename one of them"
    ]


def _entries(
    places: Folders, files: dict[str, object], name: str, shape: type[V], faults: list[str]
) -> dict[str, V]:
    entries: dict[str, V] = {}
    try:
        for key, content in _mapping(files.get(name), places.path(name)).items():
            entries[key] = validated(shape, content, places.path(name, key), key)
    except KnowledgeError as error:
        faults.extend(error.faults)
    return entries


def _mapping(content: object, path: Path) -> dict[str, object]:
    if not isinstance(content, dict):
        message = f"{path}: expected keys with values, found {type(content).__name__}"
        raise KnowledgeError(message)
    return content


def validated(shape: type[S], content: object, path: Path, key: str = "") -> S:
    """The content of a curated file, or of one of its entries, in its shape."""
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
