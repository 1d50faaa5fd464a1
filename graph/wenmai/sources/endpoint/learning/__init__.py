"""What is learnt of an endpoint as a whole, and kept."""
