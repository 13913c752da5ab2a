"""Text to the types and words of a contract."""
