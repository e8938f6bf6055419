"""Bringing in documentation that exists elsewhere, with every author and every change it had."""
