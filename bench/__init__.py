"""Benchmarks: ``python -m bench`` measures wenmai and its peers side by side and writes a table."""
