"""What happens on the roadmap, a module for each subject."""
