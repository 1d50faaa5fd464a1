"""Tests of the live explorer: each talks to a real server process over a real socket."""
