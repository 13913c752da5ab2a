"""Pictures as values: what is drawn, in the reader's words, before anybody says how. Painters make a screen or a page of it."""
