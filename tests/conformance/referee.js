// The official client for Node reads a simulated tenant and compares what it got with what the tenant states.
//
// usage: node referee.js CASE, with the simulator's JSON line (host, ikey, skey, addr, ca_file, facts) on standard
// input. Ends with status 0 if everything agrees; says what does not otherwise. The secret key is never printed.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');
const { Client } = require('@duosecurity/duo_api');

const DAY_MS = 86_400_000;
const LISTS = [
  ['users', '/admin/v1/users', 'user_id', 300],
  ['groups', '/admin/v1/groups', 'group_id', 100],
  ['phones', '/admin/v1/phones', 'phone_id', 500],
  ['tokens', '/admin/v1/tokens', 'token_id', 500],
  ['webauthn', '/admin/v1/webauthncredentials', 'webauthnkey', 500],
  ['bypass_codes', '/admin/v1/bypass_codes', 'bypass_code_id', 500],
  ['applications', '/admin/v3/integrations', 'integration_key', 500],
  ['policies', '/admin/v2/policies', 'policy_key', 100],
  ['admins', '/admin/v1/admins', 'admin_id', 500],
];

/** The client pins Duo's authorities and dials the host; here the tenant is elsewhere and has an authority of its own. */
function lead(ready) {
  const [host, port] = ready.addr.split(':');
  const ca = fs.readFileSync(ready.ca_file);
  const request = https.request.bind(https);
  https.request = (options, callback) =>
    request({ ...options, ca, host, port: Number(port), servername: ready.host, setHost: false }, callback);
}

function expect(what, got, stated) {
  if (got !== stated) throw new Error(`${what}: the client got ${got}, the tenant states ${stated}`);
}

const digest = (lines) => crypto.createHash('sha256').update(lines.map((line) => `${line}\n`).join('')).digest('hex');

function ask(client, path, params) {
  return new Promise((resolve, reject) => {
    client.jsonApiCall('GET', path, params, (answer) => {
      if (answer.stat === 'OK') resolve(answer);
      else reject(new Error(`${path}: ${answer.code} ${answer.message}`));
    });
  });
}

async function list(client, path, limit) {
  const rows = [];
  for (let offset = 0; offset !== undefined && offset !== null; ) {
    const { response, metadata } = await ask(client, path, { limit: String(limit), offset: String(offset) });
    rows.push(...response);
    offset = metadata?.next_offset;
  }
  return rows;
}

async function lists(client, facts) {
  for (const [what, path, key, limit] of LISTS) {
    const ids = (await list(client, path, limit)).map((row) => row[key]);
    expect(`${what}: repeated`, ids.length, new Set(ids).size);
    expect(`${what}: count`, ids.length, facts[what].count);
    expect(`${what}: digest`, digest(ids.sort()), facts[what].digest);
  }
}

async function logs(client, facts) {
  const now = Date.now();
  const window = { mintime: String(now - 180 * DAY_MS), maxtime: String(now), limit: '1000', sort: 'ts:asc' };
  const keys = [];
  for (let cursor = {}; cursor !== null; ) {
    const { response } = await ask(client, '/admin/v2/logs/authentication', { ...window, ...cursor });
    keys.push(...response.authlogs.map((row) => [Date.parse(row.isotimestamp), row.txid]));
    const next = response.metadata.next_offset;
    cursor = next === undefined || next === null ? null : { next_offset: next.join(',') };
  }
  if (keys.length <= 1000) throw new Error('the log has a single page: nothing was proved');
  const lines = keys.map(([ms, txid]) => `${ms},${txid}`);
  expect('sign-ins: count', lines.length, facts.sign_ins.count);
  const ordered = keys.sort(([a, one], [b, other]) => a - b || (one < other ? -1 : 1));
  expect('sign-ins: digest', digest(ordered.map(([ms, txid]) => `${ms},${txid}`)), facts.sign_ins.digest);
}

async function main() {
  const ready = JSON.parse(fs.readFileSync(0, 'utf8'));
  lead(ready);
  const cases = { lists, logs };
  await cases[process.argv[2]](new Client(ready.ikey, ready.skey, ready.host, 5), ready.facts);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
