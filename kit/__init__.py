"""Tools without domain nouns: refusals, rules, two-language texts, time zones, safe output."""
