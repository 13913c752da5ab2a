"""A mapping proposed from headers and values."""
