"""Pages of the national desk."""
