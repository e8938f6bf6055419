"""What people want to hear of, and how they hear it."""
