"""What can be asked for in a batch, and how each file of it is made."""
