"""From a staged batch to the next version of the warehouse."""
