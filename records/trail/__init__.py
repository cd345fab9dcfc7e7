"""The way of a recommendation: from the second in which it was said to what became of it, and back."""
