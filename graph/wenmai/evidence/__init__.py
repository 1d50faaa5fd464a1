"""Who says so: evidence from what a graph says of its sources, and what a source is called."""
