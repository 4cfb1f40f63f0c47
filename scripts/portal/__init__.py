"""`make run` and `make demo`: the whole portal on one machine.

Broker, web server, worker and beat are children of this process and end with it, however it ends.
"""
