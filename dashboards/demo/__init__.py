"""The sample year, played through the services by the sample people as they would work themselves.

`fixtures/demo-filings.json` says who takes which step at which moment; this package only plays it.
"""
