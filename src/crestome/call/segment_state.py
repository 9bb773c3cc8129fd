"""The tumour's own baseline, and the state of each segment relative to it (to be written)."""
