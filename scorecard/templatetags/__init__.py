"""Template tags of the scorecard."""
