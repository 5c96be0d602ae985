"""Fetches a whole list with the official client as fast as it goes, and says what that took as one line of JSON.

usage: bench.py users|logs --host HOST --ikey IKEY --ca-file FILE; the secret key is read from standard input, the
proxy from HTTPS_PROXY. Pages are as large as Duo allows: 300 users, 1,000 sign-ins.
"""

import argparse
import json
import os
import resource
import sys
import time
import urllib.parse

import duo_client

DAY_MS = 86_400_000


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["users", "logs"])
    for name in ("--host", "--ikey", "--ca-file"):
        parser.add_argument(name, required=True)
    return parser.parse_args()


def connect(chosen):
    skey = sys.stdin.readline().strip()
    client = duo_client.Admin(ikey=chosen.ikey, skey=skey, host=chosen.host, ca_certs=chosen.ca_file)
    proxy = urllib.parse.urlsplit(os.environ["HTTPS_PROXY"])
    client.set_proxy(proxy.hostname, proxy.port)
    return client


def users(client):
    client.paging_limit = 300
    return sum(1 for _ in client.get_users_iterator())


def logs(client):
    """All that Duo keeps, but for the two minutes that it holds back."""
    until = int(time.time() * 1000) - 120_000
    rows, offset = 0, None
    while True:
        window = {"mintime": until - 180 * DAY_MS + 3_600_000, "maxtime": until, "limit": "1000", "sort": "ts:asc"}
        if offset is not None:
            window["next_offset"] = offset
        page = client.get_authentication_log(api_version=2, **window)
        rows += len(page["authlogs"])
        offset = page["metadata"].get("next_offset")
        if not offset:
            return rows


def main():
    chosen = options()
    client = connect(chosen)
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.monotonic()
    rows = {"users": users, "logs": logs}[chosen.what](client)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"rows": rows, "wall_s": wall, "cpu_s": cpu}))


if __name__ == "__main__":
    main()
