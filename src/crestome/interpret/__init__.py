"""Calls and knowledge → meaning; knows no drug and no gene by name."""
