"""The nouns of crestome: frozen values without files, thresholds or drug names.

Rooms exchange nothing but these. Small things are records (pydantic), large ones are tables
(polars frames with declared columns).
"""
