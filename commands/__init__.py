"""The commands, each module loaded when one of its commands is called: parse, call :mod:`graph`, print."""
