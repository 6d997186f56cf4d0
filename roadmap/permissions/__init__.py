"""Who may do what on the roadmap, a module for each subject."""
