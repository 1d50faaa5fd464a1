"""Answers as W3C standards say: SPARQL Protocol, service description, Graph Store, addresses of entities."""
