"""Raw signal → evidence: the rules of the field around the kernels of `numerics`; no verdict."""
