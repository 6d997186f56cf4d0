"""What pages and papers show, built from what is stored."""
