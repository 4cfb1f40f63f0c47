"""The verbs of replies, ratings and promises."""
