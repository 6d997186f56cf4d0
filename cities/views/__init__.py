"""Pages of local governments and their people, a module for each noun."""
