"""The text of a report: how it is laid out, and the clauses, quantities and times in it."""
