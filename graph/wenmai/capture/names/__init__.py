"""Names that a text mentions, what kind of thing each is of, and the links that sentences state."""
