"""Stages, funded actions, peer reviews, hubs, partners' services and training."""
