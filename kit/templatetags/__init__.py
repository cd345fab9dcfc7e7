"""Template filters of the kit."""
