"""What cities decide and do about their gaps, and with whom."""
