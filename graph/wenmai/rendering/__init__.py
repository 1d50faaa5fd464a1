"""Answers as text, tables, JSON and CSV: what a person reads and a program parses."""
