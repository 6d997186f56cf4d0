"""The national desk: all local governments at once, for the focal point."""
