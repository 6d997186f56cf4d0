"""All that changes an assessment, a module per noun, a function per verb."""
