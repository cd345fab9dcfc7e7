"""What is filled in about grants; forms check shape, the verbs check truth."""
