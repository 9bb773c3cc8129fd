"""The exact sweep of the pathway model beside MaBoSS, and both ways of drawing cells compared.

``python benchmarks/pathway_screen.py [--tumours N] [--conditions N] [--trajectories N]``

Every tumour is drawn at random and run under 35 single inputs and their 595 pairs, and untreated.
MaBoSS runs one of the conditions of each tumour in the same process at 5,000 trajectories; the
ratio is its time for one condition over ours. Time is that of the processor, which other programs
on the machine hardly lengthen; the time by the clock stands beside it. Then random conditions are
run by our own trajectories, by MaBoSS and by the sweep, and the largest difference of a read-out is
printed. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_load import load_pathway
from crestome.numerics.boolean_network import FULL
from crestome.simulate.compiled_pathway import CompiledPathway, Condition, compile_pathway
from crestome.simulate.export import Cells, render_maboss_configuration, render_maboss_network
from crestome.simulate.stochastic import tabulate

SINGLES = 35
MABOSS_TRAJECTORIES = 5_000


def main() -> None:
    """Print what was timed and compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tumours", type=int, default=100)
    parser.add_argument("--conditions", type=int, default=100)
    parser.add_argument("--trajectories", type=int, default=40_000)
    asked = parser.parse_args()
    pathway = load_pathway(load_knowledge())
    compiled = compile_pathway(pathway)
    draw = random.Random(1)  # noqa: S311 (tumours, not secrets)
    result = screen(pathway, compiled, asked.tumours, draw)
    result |= compare(pathway, compiled, asked, draw)
    print(json.dumps(result))


def screen(
    pathway: Pathway, compiled: CompiledPathway, tumours: int, draw: random.Random
) -> dict[str, float]:
    """Time the sweep of all tumours, and MaBoSS on some of the conditions."""
    altered = [item.input for item in pathway.alterations.values()]
    drugged = [name for name in pathway.inputs if name.startswith("D_")]
    singles = [*drugged, *altered][:SINGLES]
    sets = [(), *((name,) for name in singles), *itertools.combinations(singles, 2)]
    patients: list[frozenset[str]] = []
    while len(patients) < tumours:
        drawn = frozenset(draw.sample(altered, 4))
        if drawn not in patients:
            patients.append(drawn)
    begin, clock = time.process_time(), time.perf_counter()
    open_lanes = 0
    total = 0.0
    for patient in patients:
        state = np.repeat(compiled.blank([patient]), len(sets), axis=1)
        for place, names in enumerate(sets):
            for name in names:
                state[compiled.rows[name], place] = FULL
        settled = compiled.settle_from(state)
        open_lanes += int(np.bitwise_count(settled.open).sum())
        for readout in pathway.readouts.values():
            total += float(np.nansum(settled.share(readout)))
    ours, clock = time.process_time() - begin, time.perf_counter() - clock
    print(
        f"{tumours} distinct tumours x {len(sets)} conditions: {ours:.2f} s, {clock:.2f} s by the "
        f"clock; {open_lanes} open lanes"
    )
    timed = [patient | set(draw.choice(sets)) for patient in patients]
    theirs = [seconds for seconds, _ in maboss(pathway, timed, MABOSS_TRAJECTORIES)]
    each = sum(theirs) / len(theirs)
    ratio = each / (ours / (tumours * len(sets)))
    print(
        f"MaBoSS, {len(timed)} of them: {each:.3f} s a condition at {MABOSS_TRAJECTORIES} "
        f"trajectories: {ratio:.0f} x"
    )
    return {
        "conditions": tumours * len(sets),
        "seconds": round(ours, 3),
        "seconds_by_clock": round(clock, 3),
        "open_lanes": open_lanes,
        "maboss_seconds_a_condition": round(each, 4),
        "ratio": round(ratio),
    }


def compare(
    pathway: Pathway, compiled: CompiledPathway, asked: argparse.Namespace, draw: random.Random
) -> dict[str, float]:
    """The largest differences between MaBoSS, our trajectories and the sweep."""
    switches = [name for name in pathway.inputs if name not in pathway.contexts]
    conditions = [frozenset(draw.sample(switches, 4)) for _ in range(asked.conditions)]
    model = tabulate(pathway)
    model.draw_cells({}, 1)
    begin = time.process_time()
    own = [
        model.draw_cells(dict.fromkeys(on, 1.0), asked.trajectories, seed)
        for seed, on in enumerate(conditions)
    ]
    ours = time.process_time() - begin
    reference = list(maboss(pathway, conditions, asked.trajectories))
    theirs = sum(seconds for seconds, _ in reference)
    settled = compiled.settle([Condition(on) for on in conditions])
    nodes = sorted(set(pathway.readouts.values()))
    differences: dict[str, float] = {"trajectories": 0.0, "sweep": 0.0}
    for place, (_, found) in enumerate(reference):
        for node in nodes:
            their = found.get(node, 0.0)
            exact = float(settled.share(node)[place])
            drawn = abs(own[place].shares[node] - their)
            differences["trajectories"] = max(differences["trajectories"], drawn)
            differences["sweep"] = max(differences["sweep"], abs(exact - their))
    print(
        f"{len(conditions)} random conditions, {asked.trajectories} trajectories: "
        f"own {ours:.1f} s, MaBoSS {theirs:.1f} s; "
        f"largest difference of {len(nodes)} read-outs to MaBoSS: "
        f"trajectories {differences['trajectories']:.4f}, sweep {differences['sweep']:.4f}"
    )
    return {
        "compared_conditions": len(conditions),
        "largest_difference_trajectories": round(differences["trajectories"], 4),
        "largest_difference_sweep": round(differences["sweep"], 4),
        "trajectories_ratio": round(theirs / ours, 1),
    }


def maboss(
    pathway: Pathway, conditions: Sequence[frozenset[str]], trajectories: int
) -> Iterator[tuple[float, dict[str, float]]]:
    """Seconds and shares of cells of each condition."""
    program = importlib.import_module("cmaboss_128n")
    with tempfile.TemporaryDirectory() as scratch:
        network = Path(scratch) / "model.bnd"
        network.write_text(render_maboss_network(pathway), "utf-8")
        for place, on in enumerate(conditions):
            text = render_maboss_configuration(pathway, Cells(on))
            text = re.sub(r"sample_count = \d+", f"sample_count = {trajectories}", text)
            text = re.sub(r"seed_pseudorandom = \d+", f"seed_pseudorandom = {place + 7}", text)
            configuration = Path(scratch) / "model.cfg"
            configuration.write_text(text, "utf-8")
            begin = time.process_time()
            simulation = program.MaBoSSSim(network=str(network), config=str(configuration))
            values, _, names, _ = simulation.run().get_last_nodes_probtraj()
            seconds = time.process_time() - begin
            yield seconds, dict(zip(names, (float(value) for value in values[0]), strict=True))


if __name__ == "__main__":
    main()
