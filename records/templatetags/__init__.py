"""Template filters of records."""
