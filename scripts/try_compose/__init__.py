"""`python3 -m scripts.try_compose`: docker-compose.yml tried for real, as its operator would use it.

Builds and starts the set under a name of its own, loads the plan, files one report and has it accepted,
kills the worker, stops and starts everything, and looks whether anything was lost. Takes all of it away
again. Needs Docker with compose v2 and Python's standard library.
"""
