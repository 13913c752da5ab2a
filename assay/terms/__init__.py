"""What people wrote: names and numbers taken out first, then cut into terms and sorted into themes. Chinese and English; no
tables."""
