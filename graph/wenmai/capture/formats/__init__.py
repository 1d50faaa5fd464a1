"""Documents of several formats, each read to one text in bounded memory."""
