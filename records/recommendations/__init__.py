"""Recommendations of citizens to policymakers: drafted, discussed, endorsed, adopted by both sides."""
