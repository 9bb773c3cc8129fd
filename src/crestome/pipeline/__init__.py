"""Wirings: one module per command, the only place where rooms meet."""
