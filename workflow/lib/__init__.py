"""What the workflow's programs share."""
