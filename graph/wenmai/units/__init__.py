"""Quantities, and the units that they are in."""
