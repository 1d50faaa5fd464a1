"""Proposals: what was captured, as Turtle in the ontology, written and read back."""
