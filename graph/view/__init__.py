"""The HTML page: one file to explore, offline."""
