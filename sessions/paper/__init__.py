"""A conference's agenda on paper: as a page to print, and as a tagged PDF."""
