"""The executable pathway model: compiled, personalised, treated, explained and exported."""
