"""Forms, a module per noun: they check and convert, nothing else."""
