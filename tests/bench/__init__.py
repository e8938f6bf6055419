"""Tests of how the measurements reckon."""
