"""Who knows what: evidence from work, finding people by it, asking them, and each person's say in it."""
