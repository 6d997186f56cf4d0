"""The public side: what cities have published, for everybody, without signing in."""
