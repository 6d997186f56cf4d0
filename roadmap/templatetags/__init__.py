"""Template tags of the roadmap."""
