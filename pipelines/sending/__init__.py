"""Sending finished files by mail: nothing is lost on the way, and whoever did not get theirs is named."""
