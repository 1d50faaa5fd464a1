"""The parts that hold a graph against its rules and its documents, and hand-kept Turtle in order."""
