"""Figures: one function for each, from the values of an assessment to SVG."""
