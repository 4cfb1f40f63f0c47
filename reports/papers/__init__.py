"""What reports become on paper: content for `common.official`."""
