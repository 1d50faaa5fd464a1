"""Nodes that are no entities: how a graph writes down something about entities, and the links that they stand for.

RDF has triples only, so vocabularies spend nodes on what is no thing of its own: the cells of a list, a restriction, a label
with a history, a membership with its role and time. Such nodes are *folded*: they are not counted, found or passed, and the
links that they stand for are derived, each with the node that it was folded from. Which kinds there are, profiles say
(:class:`wenmai.profiles.NodeKind`); what folds into what is told in ``docs/folding.md``.
"""
