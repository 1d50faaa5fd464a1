"""What became of targets, and which figures contradict one another."""
