"""Spaces: places with a purpose, house rules, members and owners."""
