"""Tables: their cells, what their columns hold, and the figures in them."""
