"""Pages of the roadmap, a module for each subject."""
