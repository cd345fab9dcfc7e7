"""People, organisations, the programme they belong to, and how they sign in."""
