"""Joint projects: what two or more groups do together, each having agreed to it."""
