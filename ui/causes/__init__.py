"""The page *Root cause*: what changed, where it is concentrated, what goes along with it, and the orders behind it."""
