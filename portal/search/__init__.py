"""Searching all that a person may see, and nothing else."""
