"""Insight: what is counted of daily use, what it means, and what is never shown."""
