"""What a graph says: one entity, everything dated, every figure, two entities side by side, and its counts."""
