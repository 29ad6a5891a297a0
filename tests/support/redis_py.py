"""Evaluates lines of Python: `r` is redis-py's client of the server on the port that is given."""

import sys

import redis

names = {"r": redis.Redis(host="127.0.0.1", port=int(sys.argv[1]))}
for line in sys.stdin:
    try:
        result = repr(eval(line, names))
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(result, flush=True)
