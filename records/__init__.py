"""The record that a session leaves, and the proceedings of a conference."""
