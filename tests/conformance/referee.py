"""The official client reads a simulated tenant and compares what it got with what the tenant states.

usage: referee.py CASE, with the simulator's JSON line (host, ikey, skey, proxy, ca_file, facts) on standard input.
Ends with status 0 if everything agrees; says what does not otherwise. The secret key is never printed.
"""

import collections
import datetime
import hashlib
import json
import sys
import time
import urllib.parse

import duo_client
import duo_client.client

DAY_MS = 86_400_000


class Disagreement(Exception):
    """The client and the tenant do not say the same."""


def expect(what, got, stated):
    if got != stated:
        raise Disagreement(f"{what}: the client got {shown(got)}, the tenant states {shown(stated)}")


def shown(value):
    text = repr(value)
    return text if len(text) < 300 else text[:300] + "…"


def connect(kind, ready, **changes):
    """A client of the given kind that goes through the simulator's proxy."""
    values = {key: ready[key] for key in ("ikey", "skey", "host")}
    values["ca_certs"] = ready["ca_file"]
    values.update(changes)
    client = kind(**values)
    proxy = urllib.parse.urlsplit(ready["proxy"] if "//" in ready["proxy"] else "//" + ready["proxy"])
    client.set_proxy(proxy.hostname, proxy.port)
    return client


def admin(ready, **changes):
    return connect(duo_client.Admin, ready, **changes)


def digest(ids):
    return hashlib.sha256("".join(f"{id}\n" for id in sorted(ids)).encode()).hexdigest()


def compare(what, rows, key, facts):
    ids = [row[key] for row in rows]
    expect(f"{what}: repeated", len(ids) - len(set(ids)), 0)
    expect(f"{what}: count", len(ids), facts["count"])
    expect(f"{what}: digest", digest(ids), facts["digest"])


def read_v1(client, version):
    """A list that the client has no method for."""
    return list(client.json_paging_api_call("GET", f"/admin/{version}/integrations", {}))


def lists(ready):
    """Every list, to its end, by the client's own iterators."""
    facts = ready["facts"]
    for limit in (100, 500):
        client = admin(ready, paging_limit=limit)
        compare("users", list(client.get_users_iterator()), "user_id", facts["users"])
        compare("groups", list(client.get_groups_generator()), "group_id", facts["groups"])
        compare("phones", list(client.get_phones_generator()), "phone_id", facts["phones"])
        compare("tokens", list(client.get_tokens_generator()), "token_id", facts["tokens"])
        compare("webauthn", list(client.get_webauthncredentials_iterator()), "webauthnkey", facts["webauthn"])
        compare("bypass codes", list(client.get_bypass_codes_generator()), "bypass_code_id", facts["bypass_codes"])
        compare("applications", list(client.get_integrations_generator()), "integration_key", facts["applications"])
        compare("applications v1", read_v1(client, "v1"), "integration_key", facts["applications_v1"])
        compare("applications v2", read_v1(client, "v2"), "integration_key", facts["applications"])
        compare("policies", list(client.get_policies_v2_iterator()), "policy_key", facts["policies"])
        compare("administrators", list(client.get_admins_iterator()), "admin_id", facts["admins"])
        compare("endpoints", list(client.get_endpoints_iterator()), "epkey", facts["endpoints"])
        registered = list(client.get_registered_devices_generator())
        compare("registered devices", registered, "compkey", facts["registered_devices"])
        for empty in (client.get_u2ftokens_iterator, client.get_desktoptokens_generator):
            expect(empty.__name__, list(empty()), [])


def findings(ready):
    """What is planted among the users, counted from what the client got."""
    facts = ready["facts"]["users"]
    client = admin(ready, paging_limit=300)
    users = list(client.get_users_iterator())
    stays = [user for user in users if user["status"] != "pending deletion"]
    expect("statuses", dict(collections.Counter(user["status"] for user in users)), facts["by_status"])
    expect("billable", len(stays), facts["billable"])
    expect("enrolled", sum(user["is_enrolled"] for user in users), facts["enrolled"])
    expect("not enrolled", sum(not user["is_enrolled"] for user in stays), facts["not_enrolled"])
    expect("never signed in", sum(user["last_login"] is None for user in stays), facts["never_signed_in"])
    for days in (30, 90, 180):
        before = ready["facts"]["now"] - days * 86_400
        idle = sum(user["last_login"] is not None and user["last_login"] <= before for user in stays)
        expect(f"idle for {days} days", idle, facts[f"idle_{days}"])
    expect("from the directory", sum(user["directory_key"] is not None for user in users), facts["synced"])
    codes = list(client.get_bypass_codes_generator())
    never = sum(code["expiration"] is None for code in codes)
    expect("codes without expiry", never, ready["facts"]["bypass_codes"]["never_expiring"])
    summary = client.get_info_summary()
    expect("summary: users", summary["user_count"], facts["billable"])
    expect("summary: trash", summary["user_pending_deletion_count"], facts["pending_deletion"])


def objects(ready):
    """Single objects and lists under one."""
    client = admin(ready, paging_limit=300)
    users = client.get_users(limit=20)
    for user in users:
        id = user["user_id"]
        expect("user by id", client.get_user_by_id(id), user)
        expect("user by name", client.get_users_by_name(user["username"]), [user])
        expect("phones of a user", client.get_user_phones(id), user["phones"])
        expect("tokens of a user", client.get_user_tokens(id), user["tokens"])
        expect("groups of a user", client.get_user_groups(id), user["groups"])
        expect("credentials of a user", client.get_user_webauthncredentials(id), user["webauthncredentials"])
    ids = [user["user_id"] for user in users]
    expect("users by ids", list(client.get_users_by_ids(ids)), users)
    group = users[0]["groups"][0]
    expect("group", client.get_group(group["group_id"], api_version=2), group)
    members = {member["user_id"] for member in client.get_group_users(group["group_id"])}
    everyone = client.get_users_iterator()
    stated = {user["user_id"] for user in everyone if group in user["groups"]}
    expect("members of a group", members, stated)
    phone = client.get_phones(limit=1)[0]
    expect("phone by number", client.get_phones_by_number(phone["number"]), [phone])
    token = client.get_tokens(limit=1)[0]
    expect("token by serial", client.get_tokens_by_serial(token["type"], token["serial"]), [token])
    own = client.get_integration(ready["ikey"])
    expect("own application", own["integration_key"], ready["ikey"])
    expect("settings", client.get_settings()["name"], ready["facts"]["organisation"])
    expect("policies in the summary", client.get_policy_summary_v2()["policy_count"], ready["facts"]["policies"]["count"])
    if "push_enabled" not in client.get_allowed_admin_auth_methods():
        raise Disagreement("allowed methods: no push_enabled")


def milliseconds(text):
    moment = datetime.datetime.fromisoformat(text)
    whole = moment.replace(microsecond=0)
    return int(whole.timestamp()) * 1000 + moment.microsecond // 1000


def walk(read, rows_of):
    """All rows of a log: follows its cursor until there is none."""
    cursor, rows = None, []
    while True:
        page = read(cursor)
        rows.extend(page[rows_of])
        cursor = page["metadata"].get("next_offset")
        if cursor is None:
            return rows, page["metadata"]["total_objects"]


def logs(ready):
    """The logs with cursors, to their end, in both directions; the older ones from their beginning."""
    client = admin(ready)
    facts = ready["facts"]
    stated = {"sign-ins": facts["sign_ins"], "activity": facts["activity"], "telephony": facts["telephony"]}
    now = int(time.time() * 1000)
    window = {"mintime": now - 180 * DAY_MS, "maxtime": now, "limit": "1000"}

    def sign_ins(sort):
        return lambda cursor: client.get_authentication_log(api_version=2, sort=sort, next_offset=cursor, **window)

    def activity(sort):
        return lambda cursor: client.get_activity_logs(sort=sort, next_offset=cursor, **window)

    def telephony(sort):
        # The client names the order otherwise here, and wants a number as the limit.
        asked = {**window, "limit": 1000, "sort": sort.removeprefix("ts:"), "api_version": 2}
        return lambda cursor: client.get_telephony_log(next_offset=cursor, **asked)

    for sort in ("ts:asc", "ts:desc"):
        rows, total = walk(sign_ins(sort), "authlogs")
        keys = [(milliseconds(row["isotimestamp"]), row["txid"]) for row in rows]
        check_log("sign-ins", sort, keys, total, stated)
        results = dict(collections.Counter(row["result"] for row in rows))
        expect("results", results, stated["sign-ins"]["by_result"])
        rows, total = walk(activity(sort), "items")
        keys = [(milliseconds(row["ts"]), row["activity_id"]) for row in rows]
        check_log("activity", sort, keys, total, stated)
        rows, total = walk(telephony(sort), "items")
        keys = [(milliseconds(row["ts"]), row["telephony_id"]) for row in rows]
        check_log("telephony", sort, keys, total, stated)
    if facts["admin_log"] <= 1000:
        expect("administrator log", len(client.get_administrator_log()), facts["admin_log"])
    if stated["sign-ins"]["count"] <= 1000:
        raise Disagreement("the log has a single page: nothing was proved")


def polling(ready):
    """The way of Duo's own log collector: a page a poll, a checkpoint made from the last event of each, and no cursor
    of the server's kept, so that every poll is as after a restart."""
    stated = {"sign-ins": ready["facts"]["sign_ins"], "activity": ready["facts"]["activity"]}
    now = int(time.time() * 1000)
    window = {"maxtime": now, "limit": "1000", "sort": "ts:asc"}
    begin = {"mintime": now - 180 * DAY_MS}

    def sign_ins(client, checkpoint):
        cursor = {"next_offset": ",".join(map(str, checkpoint))} if checkpoint else {}
        page = client.get_authentication_log(api_version=2, **begin, **window, **cursor)["authlogs"]
        return [(milliseconds(row["isotimestamp"]), row["txid"]) for row in page]

    def activity(client, checkpoint):
        after = {"mintime": checkpoint[0] + 1} if checkpoint else begin
        page = client.get_activity_logs(**after, **window)["items"]
        return [(milliseconds(row["ts"]), row["activity_id"]) for row in page]

    for what, poll in (("sign-ins", sign_ins), ("activity", activity)):
        keys, checkpoint = [], None
        while True:
            # A client of its own each time: nothing but the checkpoint is carried over.
            page = poll(admin(ready), checkpoint)
            if not page:
                break
            keys.extend(page)
            checkpoint = page[-1]
        check_log(what, "ts:asc", keys, stated[what]["count"], stated)
    if stated["sign-ins"]["count"] <= 1000:
        raise Disagreement("the log has a single page: nothing was proved")


def check_log(what, sort, keys, total, stated):
    facts = stated[what]
    ordered = sorted(keys, reverse=sort == "ts:desc")
    expect(f"{what} {sort}: repeated", len(keys) - len(set(keys)), 0)
    expect(f"{what} {sort}: in order", keys == ordered, True)
    expect(f"{what} {sort}: count", (len(keys), total), (facts["count"], facts["count"]))
    text = "".join(f"{ms},{id}\n" for ms, id in sorted(keys))
    expect(f"{what} {sort}: digest", hashlib.sha256(text.encode()).hexdigest(), facts["digest"])


def signatures(ready):
    """Every version that the client can sign with."""
    facts = ready["facts"]["users"]
    versions = [{"sig_version": 5}, {"sig_version": 4}, {"sig_version": 2}]
    versions.append({"sig_version": 2, "digestmod": hashlib.sha1})
    for version in versions:
        client = admin(ready, paging_limit=300, **version)
        compare(f"users by {version}", list(client.get_users_iterator()), "user_id", facts)
        if version["sig_version"] != 5:
            refused(lambda: client.get_policies_v2(), 401, 40103)


def refused(call, status, code, detail=None):
    """The call must fail with that status and code."""
    try:
        call()
    except RuntimeError as error:
        body = error.data if isinstance(error.data, dict) else json.loads(error.data)
        expect("status and code", (error.status, body["code"]), (status, code))
        expect("stat", body["stat"], "FAIL")
        if detail is not None:
            expect("message_detail", body.get("message_detail"), detail)
        return
    raise Disagreement(f"nothing was refused; {status}/{code} is due")


def refusals(ready):
    """Wrong key, wrong signature, wrong type of application, bad parameters, unknown objects."""
    client = admin(ready)
    refused(admin(ready, ikey="DIAAAAAAAAAAAAAAAAAA").get_info_summary, 401, 40102)
    refused(admin(ready, skey="A" * 40).get_info_summary, 401, 40103)
    auth = connect(duo_client.Auth, ready)
    if abs(auth.ping()["time"] - time.time()) > 60:
        raise Disagreement("ping: the time is not the time")
    refused(auth.check, 403, 40301)
    refused(connect(duo_client.Accounts, ready).get_child_accounts, 403, 40301)
    refused(lambda: client.get_user_by_id("DUAAAAAAAAAAAAAAAAAA"), 404, 40401)
    refused(lambda: client.json_api_call("GET", "/admin/v1/nothing", {}), 404, 40401)
    refused(lambda: client.json_api_call("DELETE", "/admin/v1/users", {}), 405, 40501)
    refused(lambda: client.get_users(limit="many"), 400, 40002, "limit")
    seconds = int(time.time()) - 3600
    detail = "'mintime' must be a timestamp in milliseconds"
    refused(lambda: client.get_authentication_log(api_version=2, mintime=seconds), 400, 40002, detail)
    old = int(time.time() * 1000) - 181 * DAY_MS
    detail = "mintime must be within the past 180 days"
    refused(lambda: client.get_authentication_log(api_version=2, mintime=old), 400, 40002, detail)


def no_permission(ready):
    """A key that may read the summary and nothing else."""
    client = admin(ready)
    summary = client.get_info_summary()
    expect("users", summary["user_count"], ready["facts"]["users"]["billable"])
    for call in (
        client.get_users,
        client.get_integrations,
        client.get_policies_v2,
        client.get_settings,
        client.get_admins,
        client.get_activity_logs,
        lambda: client.get_authentication_log(api_version=2),
    ):
        refused(call, 403, 40301)


class Naps:
    """Stands in for the client's sleep, and remembers."""

    def __init__(self):
        self.seconds = []

    def __enter__(self):
        self.sleep, duo_client.client.sleep = duo_client.client.sleep, self.seconds.append
        return self

    def __exit__(self, *_):
        duo_client.client.sleep = self.sleep


def rate_limit(ready):
    """No page is allowed: the client waits six times and gives the refusal back."""
    client = admin(ready)
    with Naps() as naps:
        refused(client.get_users, 429, 42901)
    expect("waits", [int(seconds) for seconds in naps.seconds], [1, 2, 4, 8, 16, 32])
    response, _ = single_attempt(client)
    expect("Retry-After", response.getheader("Retry-After"), None)
    expect("another class", client.get_info_summary()["user_count"], ready["facts"]["users"]["billable"])


def single_attempt(client):
    with Naps():
        return client.api_call("GET", "/admin/v1/groups", {})


def burst(ready):
    """Three refusals and then all is well: the client waits them out and misses nothing."""
    with Naps() as naps:
        users = list(admin(ready, paging_limit=300).get_users_iterator())
    expect("waits", len(naps.seconds), 3)
    compare("users", users, "user_id", ready["facts"]["users"])


def parent(ready):
    """An Accounts API key lists its children and reads nothing of its own."""
    children = connect(duo_client.Accounts, ready).get_child_accounts()
    if not children or any(not child["api_hostname"].startswith("api-") for child in children):
        raise Disagreement("accounts: no children, or children without a host")
    refused(admin(ready).get_users, 403, 40301)


CASES = (lists, findings, objects, logs, polling, signatures, refusals, no_permission, rate_limit, burst, parent)


def main():
    case = {case.__name__: case for case in CASES}[sys.argv[1]]
    ready = json.load(sys.stdin)
    try:
        case(ready)
    except Disagreement as disagreement:
        sys.exit(f"{case.__name__}: {disagreement}")


if __name__ == "__main__":
    main()
