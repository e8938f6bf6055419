"""The tests, by part of the field."""
