"""Tests of files and who may read them."""
