"""What every part stands on, without a word of the field."""
