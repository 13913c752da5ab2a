"""Times to an event of which some have not happened yet: curves of one group, and hazard ratios of many."""
