"""Documents of a working group, each with all its revisions."""
