"""The page *Summary*: one month for those who have a minute."""
