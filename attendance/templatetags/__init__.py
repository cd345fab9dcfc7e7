"""Template filters of attendance."""
