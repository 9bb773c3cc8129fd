"""What is known: thresholds, drugs, references and genome tables, as data under test."""
