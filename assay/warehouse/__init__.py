"""The warehouse: who may open it, where it lies, what is read from it."""
