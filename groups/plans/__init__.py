"""Work plans: aims, their steps, who has promised which by when, and every change of it."""
