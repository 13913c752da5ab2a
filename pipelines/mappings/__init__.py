"""What a company's columns and words mean, written down once per source."""
