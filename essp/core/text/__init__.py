"""Texts as sequences of words: compared, merged, and attributed to who wrote them."""
