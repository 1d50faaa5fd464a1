"""What is said about facts: from which source, by whom, when, and how the facts then stand."""
