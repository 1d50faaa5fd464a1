"""Writing RDF: sorted, so that the same graph always gives the same bytes, and laid out to be read."""
