"""The machine below: files, locks, processes, the bound on memory, and where what comes with wenmai lies."""
