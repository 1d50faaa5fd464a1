"""Graphs that are not RDF: tables of edges and nodes, GraphML, GEXF, JSON of nodes and edges; each as nodes and edges, then as quads."""

from wenmai.reading.networks.elements import NAMED, ElementQuads, GraphEdge, GraphNode

__all__ = ["NAMED", "ElementQuads", "GraphEdge", "GraphNode"]
