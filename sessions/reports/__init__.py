"""A session in which each working group reports: its agenda, slides and plans, laid out in one go."""
