"""Home: what is new for this person, put together from every part."""
