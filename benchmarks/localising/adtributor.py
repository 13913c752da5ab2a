"""Adtributor (Bhagwan et al., NSDI 2014) as the product has it: a first look, one dimension at a time."""

from __future__ import annotations

import numpy as np

from assay.stats.attribution.first_look import first_look_at_sum
from benchmarks.localising.generator import Instance
from benchmarks.localising.main_effects import expected


def adtributor(one: Instance) -> list[np.ndarray]:
    """The elements of the dimension that surprises most, each as a cause."""
    table = one.table
    codes = {name: table.codes[:, place] for place, name in enumerate(table.attributes)}
    looks = first_look_at_sum(expected(table), table.numerator, codes)
    return [codes[looks[0].dimension] == element.code for element in looks[0].elements] if looks else []
