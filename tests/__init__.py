"""Tests; the tree mirrors the code, with the cast in cast.py and the builders in build.py."""
