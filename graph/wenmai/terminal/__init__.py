"""A terminal: what it may get, how much fits, and a line of progress."""
