"""What is copied of an endpoint: a small one whole, of a large one what folds."""
