// Made by `cargo xtask gen` from src-tauri/crates/engine/src/registry.rs.

export type AccountIdentity = { 
/**
 * `DA…`.
 */
id: string | null, 
/**
 * From the settings.
 */
name: string | null, 
/**
 * Duo's text.
 */
edition: string | null, };

export type ActOn = { 
/**
 * Text key: `bypass_users`, `over_seats`, `disabled_counted`, `unenrolled`, `bypass_codes_unused`,
 * `bypass_codes_forever`, `sms_only`, `permission_missing`.
 */
kind: string, 
/**
 * How many.
 */
count: number, 
/**
 * Where they are listed.
 */
view: ViewName | null, 
/**
 * The filter that lists them.
 */
filter: Array<Condition>, };

export type ActiveCount = { 
/**
 * Days.
 */
days: number, 
/**
 * Users.
 */
users: number, };

export type AppAccess = { 
/**
 * As the list says; `unknown` for an application seen only in the log.
 */
user_access: UserAccess, 
/**
 * Groups that may: `group_id`, `name`.
 */
groups: Array<{ [key in string]: JsonValue }>, 
/**
 * Users who may: not disabled, not in Duo's trash. None = Duo does not say who.
 */
may: number | null, 
/**
 * Users of the stored log, known or not.
 */
does: number, 
/**
 * Users who may and are not in the stored log.
 */
never: number | null, 
/**
 * Users of the stored log who may not, or are no longer users.
 */
outside: number | null, 
/**
 * The first of those who never did, by name: `user_id`, `username`.
 */
never_users: Array<{ [key in string]: JsonValue }>, };

export type AppDetail = { 
/**
 * Who may; none while neither the list nor the users were read.
 */
access: AppAccess | null, 
/**
 * None while the log was not read.
 */
log: AppLog | null, 
/**
 * Single sign-on through Duo; none = it has none, or the list was not read or does not tell.
 */
sso: Sso | null, 
/**
 * Policies in force, the first decides; none while they were not read.
 */
policies: Array<PolicyInForce> | null, 
/**
 * Data sets that could not be read, and why.
 */
not_evaluated: Array<NotEvaluated>, 
/**
 * The oldest time to which the log was read without a gap.
 */
read_back_to: string | null, 
/**
 * Age of the log.
 */
as_of: string | null, };

export type AppInfo = { 
/**
 * Version of Tandem.
 */
version: string, 
/**
 * `linux`, `macos`, `windows`.
 */
os: string, 
/**
 * Whether the sample tenant is offered first (demo).
 */
demo: boolean, 
/**
 * Where the data lies.
 */
data_dir: string, 
/**
 * Things to tell at start: a file that was set aside, a newer schema…
 */
notices: Array<Notice>, };

export type AppKind = "saas" | "identity_provider" | "remote_access" | "machine_logon" | "duo" | "unknown";

export type AppLog = { 
/**
 * Sign-ins by day, oldest first; days without any are left out.
 */
days: Array<DayCount>, 
/**
 * Factors, commonest first.
 */
factors: Array<TextCount>, 
/**
 * Reasons of refused sign-ins, commonest first.
 */
denied_reasons: Array<TextCount>, 
/**
 * Countries, commonest first.
 */
countries: Array<TextCount>, };

export type AppMark = { 
/**
 * `DI…`.
 */
app_key: string, 
/**
 * State.
 */
state: AppState, 
/**
 * Kind, in place of what the type or the name says; none = as they say.
 */
kind: AppKind | null, };

export type AppRef = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * `DI…`.
 */
app_key: string, };

export type AppState = "discovered" | "in_review" | "sanctioned" | "disqualified" | "deprecated";

export type AppsMark = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * At most 100,000.
 */
marks: Array<AppMark>, 
/**
 * Who decides.
 */
by: string, };

export type AppsMarked = { 
/**
 * In the order that was asked.
 */
before: Array<AppMark>, };

export type AuthAttempts = { 
/**
 * From.
 */
from: string, 
/**
 * To.
 */
to: string, 
/**
 * Attempts.
 */
attempts: Outcomes, 
/**
 * Different users, each counted once for each outcome.
 */
users: Outcomes, };

export type BackupClient = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its company.
 */
organisation: string, 
/**
 * API hostname.
 */
host: string, 
/**
 * Bytes that its database takes on the disk.
 */
bytes: number, 
/**
 * Why it cannot be restored; none = it can.
 */
code: Code | null, 
/**
 * Values for the text of the code.
 */
values: { [key in string]: string }, };

export type BackupFound = { 
/**
 * Name of the file.
 */
file: string, 
/**
 * When it was made.
 */
made: string, 
/**
 * By which version of Tandem.
 */
version: string, 
/**
 * Clients by name.
 */
clients: Array<BackupClient>, 
/**
 * Whether no client is saved here yet.
 */
fresh: boolean, };

export type BackupLeftOut = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
code: Code, };

export type BackupMade = { 
/**
 * Where; none when the user said no.
 */
path: string | null, 
/**
 * Clients in it.
 */
clients: number, 
/**
 * Bytes of the file.
 */
bytes: number, 
/**
 * Clients whose databases cannot be read, and are not in it.
 */
left_out: Array<BackupLeftOut>, };

export type BackupRestore = { 
/**
 * Ids of the clients to add.
 */
clients: Array<string>, 
/**
 * Settings and preferences of the backup take the place of those here.
 */
settings: boolean, };

export type BackupRestored = { 
/**
 * Ids of the clients that were added.
 */
clients: Array<string>, 
/**
 * How many of them wait for their secret keys.
 */
waiting: number, 
/**
 * Databases that lay in the place of a restored one and belonged to no client: where they lie now.
 */
aside: Array<string>, };

export type BillingModel = "prepaid" | "pay_per_user";

export type CheckId = "format" | "dns" | "tls" | "ping" | "clock" | "keys" | "application_type" | "permissions" | "keychain";

export type CheckPermission = { 
/**
 * Handle.
 */
draft: string, 
/**
 * The right.
 */
permission: Permission, };

export type CheckReport = { 
/**
 * Outcome.
 */
verdict: Verdict, 
/**
 * Host as used; as typed when it was refused.
 */
host: string, 
/**
 * Shortened integration key.
 */
ikey: string, 
/**
 * Account.
 */
account: AccountIdentity, 
/**
 * PC minus Duo, seconds; none when not measured.
 */
clock_skew_seconds: number | null, 
/**
 * Rows.
 */
checks: Array<CheckRow>, 
/**
 * Rights.
 */
permissions: Array<PermissionRow>, 
/**
 * Flags of the own application beyond what is needed, without `adminapi_`.
 */
excess: Array<string>, 
/**
 * Whether those flags could be read.
 */
excess_known: boolean, 
/**
 * Identity card.
 */
identity: Identity | null, 
/**
 * Milliseconds in all.
 */
elapsed_ms: number, };

export type CheckRow = { 
/**
 * Which.
 */
id: CheckId, 
/**
 * State.
 */
state: RowState, 
/**
 * Empty on pass.
 */
code: Code | "", 
/**
 * Milliseconds.
 */
ms: number, 
/**
 * Values for the text: `host`, `issuer`, `not_after`, `addresses`, `seconds`, `status`, `code`, `proxy`…
 */
values: { [key in string]: string }, };

export type CheckRun = { 
/**
 * Handle.
 */
draft: string, 
/**
 * Rights that make it verified.
 */
want: Array<Permission>, 
/**
 * A one-off check: the keychain is not touched.
 */
one_off: boolean, 
/**
 * Keep what was good in the last check of these values, and ask the rest again.
 */
resume: boolean, 
/**
 * Past any proxy, this once.
 */
direct: boolean, };

export type ChildAdded = { 
/**
 * `DA…`.
 */
account_id: string, 
/**
 * Name asked for.
 */
name: string, 
/**
 * Id of the client; none when it was not added.
 */
client: string | null, 
/**
 * Why it was not.
 */
code: Code | null, 
/**
 * Values for the text.
 */
values: { [key in string]: string }, };

export type ChildPick = { 
/**
 * `DA…`.
 */
account_id: string, 
/**
 * Name of the client, and of its company.
 */
name: string, };

export type ChildState = "new" | "kept" | "added" | "elsewhere" | "unreadable";

export type Cleaned = { 
/**
 * What.
 */
part: CleanedPart, 
/**
 * How many of it; at least 1.
 */
n: number, };

export type CleanedPart = "space_before" | "space_after" | "line_break" | "invisible" | "quote" | "https" | "http" | "port" | "dot" | "slash" | "capital" | "small_letter";

export type ClientGroup = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, };

export type ClientGroupRef = { 
/**
 * Id.
 */
group: string, };

export type ClientGroupSet = { 
/**
 * Id; none = a new one.
 */
group: string | null, 
/**
 * Name.
 */
name: string, };

export type ClientRef = { 
/**
 * Id of the connection.
 */
client: string, };

export type ClientRefs = { 
/**
 * Their ids.
 */
clients: Array<string>, };

export type ClientReportOf = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * What it is about.
 */
kind: ReportKind, 
/**
 * Form; `zip` of evidence only.
 */
format?: ReportFormat, 
/**
 * People.
 */
names?: ReportNames, 
/**
 * `hidden` in place of addresses; unless said otherwise.
 */
hide_ips?: boolean, 
/**
 * Licences: prices and sums of money.
 */
prices?: boolean, 
/**
 * Licences: a page for the MSP only.
 */
msp?: boolean, 
/**
 * Coverage and evidence: days of sign-ins up to the newest, 1 to 180; none = 30.
 */
days?: number, 
/**
 * IANA name of the zone of its times: `Europe/Zurich`; none = the client's, else UTC.
 */
time_zone?: string, 
/**
 * Licences: the what-if.
 */
scenario?: LicenceScenario, 
/**
 * Check: ask Duo again in place of what the last check found.
 */
recheck?: boolean, 
/**
 * PDF: the size of its pages.
 */
paper?: Paper, };

export type ClientResult = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What went wrong; none = it went well.
 */
code: Code | null, };

export type ClientSize = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Bytes.
 */
bytes: number, };

export type ClientSummary = { 
/**
 * Id of the connection.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The client company.
 */
organisation: Organisation, 
/**
 * The managed-service account whose key opens it; none = a key of its own.
 */
parent: ParentName | null, 
/**
 * Up to two letters.
 */
initials: string, 
/**
 * 1 to 8, a colour of the tokens.
 */
colour: number, 
/**
 * The sample tenant.
 */
sample: boolean, 
/**
 * API hostname.
 */
host: string, 
/**
 * Shortened integration key.
 */
ikey: string, 
/**
 * State.
 */
state: ConnectionState, 
/**
 * Why, when something is wrong.
 */
state_code: Code | null, 
/**
 * Wanted rights that the last check did not find.
 */
missing: Array<Permission>, 
/**
 * Id of the group of its organisation.
 */
group: string | null, 
/**
 * What it is for.
 */
label: ConnectionLabel, 
/**
 * Marked by the technician.
 */
favourite: boolean, 
/**
 * When it was opened last.
 */
opened: string | null, 
/**
 * When its key should be replaced.
 */
rotation_due: string | null, 
/**
 * How it is called in the MSP's service automation (PSA).
 */
psa_id: string, 
/**
 * Free text.
 */
notes: string, 
/**
 * IANA name of the zone of its times; none = as the settings have it.
 */
time_zone: string | null, 
/**
 * The secret lives until the program ends.
 */
session_only: boolean, 
/**
 * Last check.
 */
last_check: string | null, 
/**
 * Last sync of users that came to its end.
 */
last_sync: string | null, 
/**
 * A sync is under way, in this program or another on the data folder.
 */
syncing: boolean, 
/**
 * Paused by hand: no round reads it.
 */
paused: boolean, 
/**
 * Billable users.
 */
billable: Figure, 
/**
 * Seats, as entered.
 */
paid: number | null, 
/**
 * Reclaimable seats.
 */
reclaimable: Figure, 
/**
 * Share of users who can do MFA, per cent.
 */
coverage: Figure, 
/**
 * Users in bypass.
 */
bypass: Figure, 
/**
 * Share of the seats that somebody used in 90 days, per cent.
 */
utilisation: Figure, 
/**
 * Seats billed to the client, as entered.
 */
billed: number | null, 
/**
 * Billable users less seats billed.
 */
variance: number | null, };

export type ClientsAction = "recheck" | "sync";

export type ClientsMove = { 
/**
 * Ids of the connections.
 */
clients: Array<string>, 
/**
 * Id of the group.
 */
group: string | null, };

export type ClientsReportOf = { 
/**
 * Their ids.
 */
clients: Array<string>, 
/**
 * IANA name of the zone of its times; none = UTC.
 */
time_zone: string | null, 
/**
 * With what is for the MSP only: seats billed and their variance.
 */
msp: boolean, 
/**
 * Form; all but `zip`.
 */
format?: ReportFormat, 
/**
 * PDF: the size of its pages.
 */
paper?: Paper, };

export type ClientsRun = { 
/**
 * Their ids.
 */
clients: Array<string>, 
/**
 * What.
 */
action: ClientsAction, };

export type ClockMeasured = { 
/**
 * Seconds ahead of Duo's; below nought = behind.
 */
seconds: number, 
/**
 * The same in words: `7 min 3 s ahead of Duo's time`.
 */
words: string, 
/**
 * When it was measured.
 */
at: string, };

export type Code = "HOST_EMPTY" | "HOST_NORMALISED" | "HOST_UNUSUAL_ID" | "HOST_USERINFO" | "HOST_BACKSLASH" | "HOST_FRAGMENT" | "HOST_QUERY" | "HOST_PERCENT" | "HOST_PORT" | "HOST_PATH" | "HOST_SCHEME" | "HOST_IP" | "HOST_LOCAL" | "HOST_NOT_DUO" | "HOST_LOOKALIKE" | "HOST_NON_ASCII" | "HOST_INVISIBLE" | "HOST_WHITESPACE" | "HOST_CONTROL" | "HOST_PUNYCODE" | "HOST_ADMIN_PANEL" | "HOST_FORMAT" | "HOST_CHARS" | "HOST_TOO_LONG" | "HOST_MISSING_SUFFIX" | "HOST_MISSING_API" | "HOST_IS_IKEY" | "HOST_IS_SECRET" | "IKEY_EMPTY" | "IKEY_NORMALISED" | "IKEY_LENGTH" | "IKEY_PREFIX" | "IKEY_CHARS" | "IKEY_WHITESPACE" | "IKEY_INVISIBLE" | "IKEY_CONTROL" | "IKEY_NON_ASCII" | "IKEY_IS_HOST" | "IKEY_IS_SECRET" | "IKEY_IS_OBJECT_ID" | "IKEY_PLACEHOLDER" | "IKEY_TOO_LONG" | "SKEY_EMPTY" | "SKEY_NORMALISED" | "SKEY_UNUSUAL_LENGTH" | "SKEY_TOO_SHORT" | "SKEY_TOO_LONG" | "SKEY_CHARS" | "SKEY_WHITESPACE" | "SKEY_INVISIBLE" | "SKEY_CONTROL" | "SKEY_NON_ASCII" | "SKEY_IS_IKEY" | "SKEY_IS_HOST" | "SKEY_MASKED" | "SKEY_PLACEHOLDER" | "NAME_EMPTY" | "NAME_NORMALISED" | "NAME_TOO_LONG" | "NAME_DUPLICATE" | "NAME_BIDI" | "NAME_CONTROL" | "NAME_INVISIBLE" | "NAME_UNPRINTABLE" | "NAME_COMBINING" | "NAME_IS_SECRET" | "NET_DNS" | "NET_DNS_ALL" | "NET_CONNECT" | "NET_TIMEOUT" | "NET_RESET" | "NET_TRUNCATED" | "NET_PROTOCOL" | "NET_TLS" | "NET_TLS_UNTRUSTED" | "NET_TLS_INSPECTED" | "NET_TLS_EXPIRED" | "NET_TLS_NAME" | "NET_TLS_VERSION" | "NET_PROXY" | "NET_PROXY_AUTH" | "NET_PROXY_REFUSED" | "PROXY_ADDRESS" | "PROXY_VARIABLE" | "CA_FILE" | "CA_FILE_PART" | "TLS_INSPECTION" | "RESP_TOO_LARGE" | "RESP_NOT_JSON" | "RESP_BAD_JSON" | "RESP_REDIRECT" | "RESP_INCOMPLETE" | "AUTH_SIGNATURE" | "AUTH_IKEY" | "AUTH_NO_CREDENTIALS" | "AUTH_ROTATED" | "CLOCK_OFF" | "CLOCK_FAR" | "CLOCK_SKEW" | "APP_TYPE_AUTH_API" | "APP_TYPE_ACCOUNTS_API" | "APP_TYPE_UNKNOWN" | "EXCESS_RIGHTS" | "EXCESS_UNKNOWN" | "PERM_MISSING" | "PERM_NONE_OR_NETWORK" | "NOT_IN_EDITION" | "NOT_OFFERED" | "LIST_TRUNCATED" | "NOT_ALLOWED" | "BUG_REQUEST" | "RATE_LIMIT" | "SERVER_ERROR" | "SCHEMA_CHANGED" | "PAGE_LOOP" | "ROW_BAD" | "SAMPLE" | "VIA_PROXY" | "NEEDS" | "CANCELLED" | "FILE_RECOVERED" | "FILE_RESET" | "FILE_NEWER" | "FILE_UNREADABLE" | "FILE_READONLY" | "DB_CORRUPT" | "DB_SET_ASIDE" | "DB_MISSING" | "DB_BUSY" | "DB_IO" | "DISK_FULL" | "KEY_MISSING" | "KEY_BAD" | "KEY_LOCKED" | "KEY_TIMEOUT" | "KEY_UNAVAILABLE" | "KEY_SESSION" | "CONNECTION_EXISTS" | "CONNECTIONS_UNREADABLE" | "BACKUP_UNREADABLE" | "BACKUP_DAMAGED" | "CLIENT_UNKNOWN" | "CHILD_ELSEWHERE" | "CHILD_UNKNOWN" | "OTHER_ACCOUNT" | "TEXT_IS_SECRET" | "DRAFT_UNKNOWN" | "LINK_NOT_OPENED" | "NOT_CHECKED" | "PICTURE_UNREADABLE" | "PICTURE_LARGE" | "NO_FONT" | "SYNC_RUNNING" | "BAD_ARGUMENTS" | "UNKNOWN_COMMAND" | "UNKNOWN_VIEW" | "UNKNOWN_COLUMN" | "INTERNAL";

export type ColumnKind = "text" | "number" | "percent" | "time" | "bool" | "choice" | "list";

export type ColumnLayout = { 
/**
 * Id.
 */
id: string, 
/**
 * Shown or not; none = as there is room.
 */
shown: boolean | null, 
/**
 * Width in px; none = the view's own.
 */
width: number | null, };

export type ColumnSpec = { 
/**
 * Id: key of the row, of the text, of the filter and of the export.
 */
id: string, 
/**
 * Kind.
 */
kind: ColumnKind, 
/**
 * Whether rows can be sorted by it.
 */
sortable: boolean, 
/**
 * Not shown or exported as a column of its own: a key.
 */
hidden: boolean, };

export type CommandError = { 
/**
 * What happened.
 */
code: Code, 
/**
 * Values for its text.
 */
values: { [key in string]: string }, };

export type Condition = { 
/**
 * Column id.
 */
column: string, 
/**
 * Comparison.
 */
op: Operator, 
/**
 * Value; not used by `empty` and `present`.
 */
value: string, };

export type ConnectionDetails = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * What was entered.
 */
entered: DetailsEntered, 
/**
 * When the key should be replaced.
 */
rotation_due: string | null, 
/**
 * `DA…`, once it could be read.
 */
account_id: string | null, 
/**
 * When it was saved.
 */
created: string, 
/**
 * Rights as the last check found them.
 */
rights: Array<RightFound>, 
/**
 * Rows stored, all data sets together.
 */
stored_rows: number, 
/**
 * Bytes of its files.
 */
stored_bytes: number, 
/**
 * This computer's clock as a check or a sync last measured it; none = it was not.
 */
clock: ClockMeasured | null, };

export type ConnectionDetailsSet = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * What is said.
 */
details: DetailsEntered, };

export type ConnectionFavourite = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Marked.
 */
favourite: boolean, };

export type ConnectionFound = { 
/**
 * Its place, from 0.
 */
row: number, 
/**
 * Its name.
 */
name: string, 
/**
 * The client company.
 */
organisation: string, 
/**
 * Name of its group; empty = none.
 */
group: string, 
/**
 * API hostname.
 */
host: string, 
/**
 * Why it cannot be added; none = it can.
 */
code: Code | null, 
/**
 * Values for the text.
 */
values: { [key in string]: string }, };

export type ConnectionLabel = "production" | "trial" | "nfr" | "internal";

export type ConnectionMove = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * The company.
 */
organisation: OrganisationChoice, };

export type ConnectionRename = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its new name.
 */
name: string, };

export type ConnectionSave = { 
/**
 * Handle.
 */
draft: string, 
/**
 * Name of the connection.
 */
name: string, 
/**
 * The client company.
 */
organisation: OrganisationChoice, 
/**
 * Keep the secret key in memory only.
 */
session_only: boolean, };

export type ConnectionState = "draft" | "verified" | "limited" | "needs_attention" | "stale" | "locked" | "disconnected";

export type ConnectionsFound = { 
/**
 * In order of the file.
 */
connections: Array<ConnectionFound>, 
/**
 * Something in it looks like a secret key.
 */
secrets: boolean, };

export type ConnectionsImport = { 
/**
 * The text; wiped after reading.
 */
text: string, 
/**
 * Places of those to add.
 */
rows: Array<number>, };

export type ConnectionsImported = { 
/**
 * Ids, in order of the file.
 */
added: Array<string>, };

export type ConnectionsText = { 
/**
 * The text; wiped after reading.
 */
text: string, };

export type CoverageGap = { 
/**
 * Start.
 */
lo: string, 
/**
 * End.
 */
hi: string, 
/**
 * Why.
 */
why: GapReason, 
/**
 * When it was found.
 */
found_at: string, };

export type CoverageSum = { 
/**
 * Text key: `population`, `can_mfa`, `must_mfa`, `let_past_status`, …
 */
measure: string, 
/**
 * Users; none = not evaluated.
 */
users: number | null, };

export type CredentialsUpdate = { 
/**
 * Handle of a checked draft.
 */
draft: string, 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Keep the secret key in memory only.
 */
session_only: boolean, 
/**
 * Also when the keys open another account; the data of the old one is deleted.
 */
other_account: boolean, };

export type DataSet = "account" | "users" | "groups" | "phones" | "tokens" | "webauthn" | "bypass_codes" | "applications" | "policies" | "sign_ins" | "activity" | "telephony" | "admin_log" | "offline_log" | "desktop_authenticators" | "endpoints" | "registered_devices" | "blocked_devices" | "settings" | "admins" | "admin_units" | "admin_auth_methods" | "auth_attempts" | "telephony_credits" | "trust_monitor";

export type DataSetState = "never" | "waiting" | "running" | "done" | "partial" | "denied" | "not_in_edition" | "not_offered" | "truncated" | "failed";

export type DataSetStatus = { 
/**
 * Which.
 */
data_set: DataSet, 
/**
 * State.
 */
state: DataSetState, 
/**
 * Why, when not done.
 */
code: Code | null, 
/**
 * Rows stored.
 */
rows: number, 
/**
 * Rows that Duo says there are.
 */
total: number | null, 
/**
 * Rows set aside because they could not be read.
 */
quarantined: number, 
/**
 * Pages and objects of this run that Duo answered with.
 */
requests: number, 
/**
 * Requests that the rest takes; none = not known yet, or nothing is left.
 */
requests_left: number | null, 
/**
 * When it was last read to its end.
 */
as_of: string | null, 
/**
 * Sign-ins: without a gap back to here.
 */
read_back_to: string | null, 
/**
 * Seconds that the rest takes at the present pace; none = not known yet, or nothing is left.
 */
eta_seconds: number | null, };

export type DataSizes = { 
/**
 * Bytes of everything in it.
 */
total: number, 
/**
 * Each client, the largest first.
 */
clients: Array<ClientSize>, };

export type DateFormat = "system" | "iso";

export type DayCount = { 
/**
 * `YYYY-MM-DD`, UTC.
 */
day: string, 
/**
 * Let in.
 */
success: number, 
/**
 * Refused.
 */
denied: number, 
/**
 * Fraud.
 */
fraud: number, 
/**
 * Error or unknown.
 */
error: number, };

export type Density = "comfortable" | "compact";

export type DetailsEntered = { 
/**
 * Id of the group of its organisation.
 */
group: string | null, 
/**
 * 1 to 8, a colour of the tokens.
 */
colour: number, 
/**
 * Up to three characters; empty = made from the name.
 */
initials: string, 
/**
 * What it is for.
 */
label: ConnectionLabel, 
/**
 * Who at the client owns Duo.
 */
owner_contact: string, 
/**
 * Where its ticket is.
 */
ticket_url: string, 
/**
 * How the client is called in the MSP's service automation (PSA).
 */
psa_id: string, 
/**
 * Free text.
 */
notes: string, 
/**
 * When the application's key was made.
 */
key_created: string | null, 
/**
 * Days after which the key should be replaced: 90, 180, 365; none = never told.
 */
rotation_days: number | null, 
/**
 * Days of log events to keep: 30, 90, 180, 365, 730, 2,555 (seven years); 0 = without end.
 */
log_days: number, 
/**
 * Marked by the technician.
 */
favourite: boolean, 
/**
 * IANA name of the zone of its times: `Europe/Zurich`; none = as the settings have it.
 */
time_zone: string | null, };

export type Diagnostics = { 
/**
 * Lines without secrets, names and addresses.
 */
text: string, };

export type DiagnosticsOf = { 
/**
 * Handle.
 */
draft: string, 
/**
 * The page's engine, such as `WebKit 605.1.15`; none on the command line.
 */
webview: string | null, };

export type DiagnosticsOfClient = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * The page's engine, such as `WebKit 605.1.15`; none on the command line.
 */
webview: string | null, };

export type Disconnect = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Wipe the data too.
 */
delete_data: boolean, };

export type DomainCount = { 
/**
 * Domain.
 */
domain: string, 
/**
 * Users.
 */
users: number, };

export type Draft = { 
/**
 * Handle.
 */
draft: string, 
/**
 * Whether it is on the sample tenant.
 */
sample: boolean, 
/**
 * Fields filled so far.
 */
fields: Array<FieldResult>, 
/**
 * Where an earlier draft goes on.
 */
resumed: Resumed | null, };

export type DraftKeep = { 
/**
 * Handle.
 */
draft: string, 
/**
 * The rights picked.
 */
want: Array<Permission>, };

export type DraftMove = { 
/**
 * Handle.
 */
draft: string, 
/**
 * From this field.
 */
from: Field, 
/**
 * Into this one; what was there goes back.
 */
to: Field, };

export type DraftOpen = { 
/**
 * Id of a connection whose hostname and integration key are filled in; its secret key is not.
 */
like?: string, 
/**
 * Use the sample tenant: its values are filled in and nothing leaves the machine.
 */
sample: boolean, 
/**
 * A one-off check: nothing of it is kept, and nothing kept is taken up.
 */
one_off: boolean, };

export type DraftPaste = { 
/**
 * Handle.
 */
draft: string, 
/**
 * The text; wiped after parsing.
 */
text: string, 
/**
 * Which set to take when several were found.
 */
choose: number | null, };

export type DraftRef = { 
/**
 * Handle.
 */
draft: string, };

export type DraftSet = { 
/**
 * Handle.
 */
draft: string, 
/**
 * Field.
 */
field: Field, 
/**
 * Raw input.
 */
value: string, };

export type DuplicateUser = { 
/**
 * `DU…`.
 */
user_id: string, 
/**
 * Unique name.
 */
username: string, 
/**
 * Full name.
 */
realname: string, 
/**
 * Last seen.
 */
last_seen: string | null, 
/**
 * Created.
 */
created: string | null, };

export type Event = { "kind": "check_row", 
/**
 * Draft.
 */
draft: string, 
/**
 * The row.
 */
row: CheckRow, } | { "kind": "check_permission", 
/**
 * Draft.
 */
draft: string, 
/**
 * The right.
 */
row: PermissionRow, } | { "kind": "sync_progress", 
/**
 * State.
 */
status: SyncStatus, } | { "kind": "attention", 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What.
 */
code: Code, } | { "kind": "export_progress", 
/**
 * As it was asked for.
 */
id: string, 
/**
 * Rows written.
 */
rows: number, 
/**
 * Rows in all.
 */
total: number, } | { "kind": "parent_progress", 
/**
 * The draft's or the parent's, as it was asked for.
 */
id: string, 
/**
 * Looked at.
 */
done: number, 
/**
 * In all.
 */
total: number, } | { "kind": "sync_ended", 
/**
 * Id of the connection.
 */
client: string, 
/**
 * How long it took.
 */
seconds: number, 
/**
 * What ended it badly.
 */
code: Code | null, } | { "kind": "backup_progress", 
/**
 * Counted from one.
 */
at: number, 
/**
 * In all.
 */
total: number, } | { "kind": "open_client", 
/**
 * Id of the connection.
 */
client: string, } | { "kind": "changed", 
/**
 * What.
 */
tags: Array<Tag>, 
/**
 * Whose.
 */
client: string | null, } | { "kind": "action", 
/**
 * Id of the action, as the user interface lists it.
 */
id: string, };

export type Evidence = "sign_in_log" | "last_login" | "never";

export type ExclusionRow = { 
/**
 * `DU…`.
 */
user_id: string, 
/**
 * Left to the client, which excludes nobody.
 */
client_decision: boolean, 
/**
 * Code of the reason; a text key.
 */
reason: string, 
/**
 * Why, in somebody's words.
 */
note: string, 
/**
 * From when on it no longer counts; none = for good.
 */
until: string | null, 
/**
 * By whom.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type ExportFormat = "csv" | "xlsx" | "json" | "ndjson";

export type ExportRef = { 
/**
 * As it was asked for.
 */
id: string, };

export type ExportView = { 
/**
 * Names the export, to stop it and to know its progress.
 */
id: string, 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Which view.
 */
view: ViewName, 
/**
 * Filter and sort; the window is ignored.
 */
query: ViewQuery, 
/**
 * Ids of the columns in their order; empty = all.
 */
columns: Array<string>, 
/**
 * Form of the file.
 */
format: ExportFormat, 
/**
 * `hidden` in place of addresses.
 */
hide_ips: boolean, 
/**
 * Cells of a CSV that look like formulas get an apostrophe in front.
 */
guard_formulas: boolean, };

export type Exported = { 
/**
 * Where; none when the user chose no file.
 */
path: string | null, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * Stretches of logs and data sets that were not read, so that their rows are missing; all forms but CSV say which.
 */
not_read: number, 
/**
 * Where the list of them lies that was written beside a CSV.
 */
list: string | null, };

export type Factors = { 
/**
 * `WebAuthn` credentials.
 */
phishing_resistant: number, 
/**
 * Phones activated for Duo Push.
 */
push: number, 
/**
 * Hardware tokens, and phones that show passcodes.
 */
passcode: number, 
/**
 * Phones that can be called or texted.
 */
sms_or_call: number, };

export type Field = "host" | "ikey" | "skey" | "name";

export type FieldKind = "accept" | "accept_warn" | "accept_normalised" | "reject" | "reject_suggest" | "reject_clear";

export type FieldResult = { 
/**
 * The field.
 */
field: Field, 
/**
 * What is done.
 */
kind: FieldKind, 
/**
 * Why; none when taken as it is.
 */
code: Code | null, 
/**
 * The value taken or offered; never for the secret key.
 */
value: string | null, 
/**
 * Length of the secret key taken.
 */
length: number | null, 
/**
 * Values for the text.
 */
values: { [key in string]: string }, 
/**
 * What was put right in an input that was taken; in the order in which it is told.
 */
cleaned: Array<Cleaned>, 
/**
 * The field where this input belongs, when it looks swapped.
 */
belongs_in: Field | null, 
/**
 * The connection that has this host and integration key already; told with either of the two.
 */
saved_as: SavedConnection | null, };

export type Figure = { "value": number } | { "not_evaluated": NotEvaluatedReason };

export type GapReason = "expired" | "short" | "set_aside" | "crowded";

export type Grace = { 
/**
 * Seconds until the secret is erased.
 */
seconds: number, };

export type HandedOver = { 
/**
 * Where; none when the user said no.
 */
path: string | null, };

export type HourCount = { 
/**
 * Sign-ins.
 */
sign_ins: number, 
/**
 * Such hours that were read whole.
 */
read: number, 
/**
 * Such hours of which sign-ins are missing, or that were not read.
 */
unread: number, };

export type HoursOf = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * `DI…`; none = every application.
 */
app_key: string | null, 
/**
 * IANA name of the zone whose hours they are; none = the client's, else UTC.
 */
time_zone: string | null, };

export type Identity = { 
/**
 * Users in the account.
 */
users: number | null, 
/**
 * The commonest mail domains among the first page of users.
 */
mail_domains: Array<DomainCount>, 
/**
 * How many users that page held.
 */
sampled_users: number, 
/**
 * Some applications.
 */
applications: Array<string>, 
/**
 * Applications in all.
 */
applications_total: number | null, 
/**
 * Names of the directories that users come from, as groups tell them.
 */
directories: Array<string>, 
/**
 * Connections already saved for this account.
 */
saved_as: Array<SavedAs>, 
/**
 * The mail domain that is the MSP's own.
 */
own_domain: string | null, };

export type InspectionPolicy = "warn" | "block";

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

export type KeepFresh = "as_due" | "six_hours" | "daily" | "never";

export type Lane = "ready" | "review" | "protected";

export type LaneCount = { 
/**
 * Lane.
 */
lane: Lane, 
/**
 * Users.
 */
users: number, };

export type LastCrash = { 
/**
 * When.
 */
at: string, 
/**
 * `tandem` or `tandemctl`.
 */
program: string, 
/**
 * File, line and column in the source.
 */
place: string, 
/**
 * Lines to copy: version, system, place; nothing of a tenant.
 */
report: string, 
/**
 * Whether somebody was told.
 */
seen: boolean, };

export type LetPast = "no_factor" | "factor_not_allowed" | "status" | "group" | "policy" | "new_user";

export type LetPastNote = { 
/**
 * Why.
 */
reason: LetPast, 
/**
 * Name of the group or policy.
 */
name: string | null, 
/**
 * Keys of applications at which the policy decides; empty = all that the user may use.
 */
apps: Array<string>, };

export type LicenceDecide = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * `DU…` of each.
 */
users: Array<string>, 
/**
 * Left to the client.
 */
client_decision: boolean, 
/**
 * Code of the reason: `on_leave`, `service`, `break_glass`, `shared`, `joining`, `client_wish`, `other`.
 */
reason: string, 
/**
 * Why; never empty.
 */
note: string, 
/**
 * Last day on which it counts.
 */
until: string | null, 
/**
 * By whom.
 */
by: string, };

export type LicenceDecided = { 
/**
 * To be given to `licence_restore`.
 */
before: Array<ExclusionRow>, };

export type LicenceDefaults = { 
/**
 * Idle for this many days or more: reason I. 30 to 180.
 */
idle_days: number, 
/**
 * Younger accounts are protected. 0 to 90.
 */
grace_days: number, 
/**
 * Spare seats where the terms say nothing, per cent. 0 to 100.
 */
buffer_percent: number, 
/**
 * Words of user names that are protected, beside the built-in ones; a star at the end stands for anything.
 */
protect: Array<string>, 
/**
 * Names of Duo groups whose members are protected, in lower case; a star at the end stands for anything.
 */
protect_groups: Array<string>, 
/**
 * Currency that a new entry begins with.
 */
currency: string | null, };

export type LicenceDuplicate = { 
/**
 * `email`, `username`.
 */
by: string, 
/**
 * What they share.
 */
key: string, 
/**
 * The one that is kept: seen last.
 */
kept: DuplicateUser, 
/**
 * The others.
 */
flagged: Array<DuplicateUser>, };

export type LicenceDuplicates = { 
/**
 * Groups in all.
 */
total: number, 
/**
 * In order of what they share.
 */
groups: Array<LicenceDuplicate>, };

export type LicenceDuplicatesOf = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Groups at most.
 */
limit: number, };

export type LicenceRemoval = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * These users; empty = all that the scenario reclaims.
 */
users: Array<string>, 
/**
 * The what-if.
 */
scenario: LicenceScenario, };

export type LicenceReportOf = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * The what-if.
 */
scenario: LicenceScenario, 
/**
 * Form.
 */
format: ReportFormat, 
/**
 * People.
 */
names: ReportNames, 
/**
 * Prices and sums of money.
 */
prices: boolean, 
/**
 * A page for the MSP only.
 */
msp: boolean, 
/**
 * IANA name of the zone of its times: `Europe/Zurich`; none = the client's, else UTC.
 */
time_zone: string | null, 
/**
 * PDF: the size of its pages.
 */
paper?: Paper, };

export type LicenceRestore = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Users whose decision is taken back.
 */
users: Array<string>, 
/**
 * What stood there before; empty = nothing.
 */
before: Array<ExclusionRow>, };

export type LicenceReview = { 
/**
 * Age of the users.
 */
as_of: string | null, 
/**
 * What the account has, in Duo's words (`Duo Advantage`); none where Duo does not tell it.
 */
edition: string | null, 
/**
 * Everybody but the Trash.
 */
billable: Figure, 
/**
 * Of those, enrolled.
 */
enrolled: Figure, 
/**
 * `info/summary.user_count`; a difference is shown.
 */
summary_user_count: Figure, 
/**
 * Days without a login after which Duo itself moves a user of no directory to the Trash; 0 = it never does.
 */
user_expiry_days: Figure, 
/**
 * Users seen in the last 30, 60 and 90 days.
 */
active: Array<ActiveCount>, 
/**
 * Idle days that the sums go by.
 */
idle_days: number, 
/**
 * Seen within the idle days / seats, per cent.
 */
utilisation: Figure, 
/**
 * Seats without a user.
 */
unassigned: Figure, 
/**
 * Users beyond the seats.
 */
over: Figure, 
/**
 * Lane Ready and the ticked of lane Review, without the excluded.
 */
reclaimable: Figure, 
/**
 * Reclaimable / billable, per cent.
 */
waste: Figure, 
/**
 * Each user once, by the first reason that holds; the last step is in use; sums to billable.
 */
waterfall: Array<WaterfallStep>, 
/**
 * Candidates by lane, without the excluded.
 */
lanes: Array<LaneCount>, 
/**
 * Lane Review by step, without the excluded.
 */
ticks: Array<ReasonTick>, 
/**
 * Candidates whom somebody excluded.
 */
excluded: number, 
/**
 * Whose exclusion has ended.
 */
expired: number, 
/**
 * Left to the client to decide.
 */
client_decision: number, 
/**
 * Seats and price, as entered last.
 */
terms: LicenceTerms | null, 
/**
 * Earlier entries, newest first.
 */
history: Array<LicenceTerms>, 
/**
 * What reclaiming would save.
 */
saving: Saving | null, 
/**
 * For the MSP only; kept out of what a client sees.
 */
msp: MspFigures, 
/**
 * Why there is no sign-in log; none = there is.
 */
log_missing: NotEvaluatedReason | null, 
/**
 * How far back the sign-in log was read; none = last seen rests on `last_login` alone.
 */
read_back_to: string | null, 
/**
 * Whether the log was read back as far as it is asked for.
 */
log_complete: boolean, };

export type LicenceReviewOf = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * The what-if.
 */
scenario: LicenceScenario, };

export type LicenceScenario = { 
/**
 * Idle for this many days or more, 30 to 180.
 */
idle_days: number | null, 
/**
 * Of lane Review, users whose step is one of these are reclaimed too.
 */
reasons: Array<Reason>, 
/**
 * Spare seats, per cent of the users that stay.
 */
buffer_percent: number | null, 
/**
 * Seats that must be bought at least.
 */
min_commit: number | null, };

export type LicenceTerms = { 
/**
 * Seats.
 */
paid: number | null, 
/**
 * Price of a seat in hundredths of the currency: a year (prepaid) or a month (pay per user).
 */
price_hundredths: number | null, 
/**
 * ISO 4217.
 */
currency: string | null, 
/**
 * Billing.
 */
model: BillingModel, 
/**
 * Renewal.
 */
renewal: string | null, 
/**
 * Seats that must be bought at least; 0 = none.
 */
min_commit: number, 
/**
 * Seats are sold in packs of so many; 1 = singly.
 */
pack_size: number, 
/**
 * Spare seats, per cent of the users that stay.
 */
buffer_percent: number, 
/**
 * Seats that the MSP bills to the client.
 */
billed: number | null, 
/**
 * What the MSP takes for a seat, in hundredths.
 */
sell_hundredths: number | null, 
/**
 * Who entered it.
 */
entered_by: string, 
/**
 * When.
 */
entered_at: string, };

export type LicenceTermsSet = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Seats.
 */
paid: number | null, 
/**
 * Price of a seat in hundredths.
 */
price_hundredths: number | null, 
/**
 * ISO 4217.
 */
currency: string | null, 
/**
 * Billing.
 */
model: BillingModel, 
/**
 * Renewal.
 */
renewal: string | null, 
/**
 * Seats that must be bought at least.
 */
min_commit: number, 
/**
 * Seats are sold in packs of so many.
 */
pack_size: number, 
/**
 * Spare seats, per cent.
 */
buffer_percent: number, 
/**
 * Seats that the MSP bills to the client.
 */
billed: number | null, 
/**
 * What the MSP takes for a seat, in hundredths.
 */
sell_hundredths: number | null, 
/**
 * Who enters it.
 */
entered_by: string, };

export type LinkId = "duo_admin_api" | "duo_status" | "time_settings" | "data_folder" | "log_folder";

export type LinkRef = { 
/**
 * Which.
 */
link: LinkId, };

export type LogCoverage = { 
/**
 * Which.
 */
data_set: DataSet, 
/**
 * The oldest time that is kept, read or not.
 */
from: string, 
/**
 * Up to here it can be read now.
 */
to: string, 
/**
 * Read to their ends, oldest first, with no overlap.
 */
stretches: Array<TimeSpan>, 
/**
 * Being read: windows that have a cursor of their own, newest first.
 */
open: Array<TimeSpan>, 
/**
 * Known to be missing, oldest first.
 */
gaps: Array<CoverageGap>, 
/**
 * Events set aside because they could not be read.
 */
quarantined: number, 
/**
 * Requests of the run under way, or of none.
 */
requests: number, 
/**
 * What is read next; none = nothing before the next run is due.
 */
next: NextRead | null, };

export type LogGap = { 
/**
 * The log.
 */
data_set: DataSet, 
/**
 * Start.
 */
from: string, 
/**
 * End.
 */
to: string, 
/**
 * Why.
 */
why: GapReason, 
/**
 * When it was found.
 */
found_at: string, 
/**
 * When the events were read after all; none = still missing.
 */
closed_at: string | null, };

export type LogLevel = "off" | "normal" | "detailed";

export type LogLevelSet = { 
/**
 * From now on.
 */
level: LogLevel, };

export type LogReread = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Which log.
 */
data_set: DataSet, 
/**
 * The day, UTC.
 */
day: string, };

export type LogState = { 
/**
 * How much goes into them.
 */
level: LogLevel, 
/**
 * Where they lie.
 */
folder: string, 
/**
 * What they take on the disk.
 */
bytes: number, 
/**
 * None: none is known.
 */
last_crash: LastCrash | null, };

export type Made = { 
/**
 * The whole of it.
 */
content: string, };

export type MspFigures = { 
/**
 * Billable less what is billed to the client; none when that was not entered.
 */
variance: number | null, 
/**
 * What reclaiming changes, in hundredths; none without both prices.
 */
margin_hundredths: number | null, };

export type NetworkSettings = { 
/**
 * Which proxy.
 */
proxy: ProxyMode, 
/**
 * Host of the manual proxy.
 */
proxy_host: string, 
/**
 * Its port.
 */
proxy_port: number, 
/**
 * User it wants; empty = none.
 */
proxy_user: string, 
/**
 * Where that user's password is.
 */
proxy_password: ProxyPassword, 
/**
 * PEM file with further root certificates; empty = none.
 */
ca_file: string, 
/**
 * Networks that inspect TLS.
 */
inspection: InspectionPolicy, 
/**
 * Issuers that may inspect, as certificates spell them.
 */
issuers: Array<string>, 
/**
 * Mail domains of the MSP itself.
 */
own_domains: Array<string>, 
/**
 * Clients that are checked or synced at once: 1 to 4.
 */
at_once: number, 
/**
 * Seconds that a check waits for an answer: 5 to 30.
 */
check_seconds: number, 
/**
 * Seconds that a sync waits for an answer, to its last byte: 30 to 120.
 */
sync_seconds: number, };

export type NetworkSettingsSet = { 
/**
 * Everything; its `proxy_password` is not looked at.
 */
settings: NetworkSettings, 
/**
 * A new password for the proxy; none = as it was, empty = forget it.
 */
password: string | null, };

export type NextRead = { 
/**
 * Why.
 */
step: ReadStep, 
/**
 * Start.
 */
lo: string, 
/**
 * End.
 */
hi: string, };

export type NotEvaluated = { 
/**
 * The figure, column or data set; a text key.
 */
what: string, 
/**
 * Why.
 */
why: NotEvaluatedReason, };

export type NotEvaluatedReason = { "code": "permission_missing", 
/**
 * The right.
 */
permission: Permission, } | { "code": "not_in_edition", 
/**
 * The data set.
 */
data_set: DataSet, } | { "code": "not_offered", 
/**
 * The data set.
 */
data_set: DataSet, } | { "code": "truncated", 
/**
 * The data set.
 */
data_set: DataSet, } | { "code": "never_synced", 
/**
 * The data set.
 */
data_set: DataSet, } | { "code": "not_entered" } | { "code": "not_read" } | { "code": "nobody" };

export type Nothing = Record<symbol, never>;

export type Notice = { 
/**
 * What.
 */
code: Code, 
/**
 * Values for the text.
 */
values: { [key in string]: string }, };

export type NoticeKind = "attention" | "sync_ended";

export type Notify = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * What happened.
 */
kind: NoticeKind, 
/**
 * What went wrong.
 */
code: Code | null, 
/**
 * Names are covered: no client is named.
 */
covered: boolean, };

export type Operator = "eq" | "ne" | "in" | "ge" | "le" | "contains" | "empty" | "present";

export type Organisation = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, };

export type OrganisationChoice = { "existing": string } | { "new": string };

export type Outcomes = { 
/**
 * Let in.
 */
success: number | null, 
/**
 * Refused.
 */
failure: number | null, 
/**
 * Marked as fraud.
 */
fraud: number | null, 
/**
 * Error.
 */
error: number | null, };

export type Overview = { 
/**
 * Age of the users.
 */
as_of: string | null, 
/**
 * Duo's text.
 */
edition: string | null, 
/**
 * Users of status active or bypass.
 */
population: Figure, 
/**
 * Of those, with a usable factor.
 */
can_mfa: Figure, 
/**
 * `can_mfa / population`, per cent.
 */
coverage: Figure, 
/**
 * Of those, whom neither own status, group nor policy lets past (ux.md §8.4).
 */
must_mfa: Figure, 
/**
 * `must_mfa / population`, per cent.
 */
must_coverage: Figure, 
/**
 * The sums behind both, as in the view `coverage`; each user counts once.
 */
coverage_sums: Array<CoverageSum>, 
/**
 * Users that take a licence.
 */
billable: Figure, 
/**
 * Users as `info/summary` counts them.
 */
summary_user_count: Figure, 
/**
 * Seats, as entered.
 */
paid: number | null, 
/**
 * Lane Ready.
 */
reclaimable: Figure, 
/**
 * Users in bypass, by own status or a group.
 */
bypass: Figure, 
/**
 * Sign-ins in the last 7 days of the data.
 */
sign_ins_7d: Figure, 
/**
 * Of those refused, fraud or error.
 */
denied_7d: Figure, 
/**
 * Active administrators with neither passkey nor hardware token, as far as Duo tells.
 */
weak_admins: Figure, 
/**
 * Telephony credits left.
 */
telephony_credits: Figure, 
/**
 * Telephony credits used in the 30 days before they were asked for.
 */
credits_used_30d: Figure, 
/**
 * Attempts to sign in, as Duo itself counts them; there without the log.
 */
attempts: AuthAttempts | null, 
/**
 * Users by Duo's status.
 */
statuses: Array<ValueCount>, 
/**
 * Users by strongest factor; null = none.
 */
strongest: Array<ValueCount>, 
/**
 * Sign-ins by day (UTC), oldest first, the last 30 days of the data; none = not evaluated.
 */
days: Array<DayCount> | null, 
/**
 * Texts over the whole log; none = not evaluated.
 */
texts: OverviewTexts | null, 
/**
 * Stretches of the sign-in log of which events are known to be missing.
 */
gaps: Array<LogGap>, 
/**
 * The oldest time to which the log was read without a gap.
 */
read_back_to: string | null, 
/**
 * What to look at, gravest first.
 */
act_on: Array<ActOn>, 
/**
 * Data sets and their state.
 */
data_sets: Array<DataSetStatus>, };

export type OverviewTexts = { 
/**
 * Reasons of refused sign-ins, commonest first.
 */
denied_reasons: Array<TextCount>, 
/**
 * Countries, commonest first; an empty text = Duo told none.
 */
countries: Array<TextCount>, };

export type Paper = "a4" | "letter";

export type Parent = { 
/**
 * Id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its own API hostname.
 */
host: string, 
/**
 * Shortened integration key.
 */
ikey: string, 
/**
 * The secret lives until the program ends.
 */
session_only: boolean, 
/**
 * Clients connected through it.
 */
clients: number, 
/**
 * When it was saved.
 */
created: string, };

export type ParentAdd = { 
/**
 * Whose.
 */
source: ParentSource, 
/**
 * Name of the parent; empty = its hostname, or as it is called already.
 */
name: string, 
/**
 * Which.
 */
children: Array<ChildPick>, 
/**
 * Keep the secret key in memory only.
 */
session_only: boolean, };

export type ParentAdded = { 
/**
 * The parent; none when nothing was added and it was not saved before.
 */
parent: Parent | null, 
/**
 * Each, in the order asked for.
 */
children: Array<ChildAdded>, };

export type ParentChild = { 
/**
 * `DA…`.
 */
account_id: string, 
/**
 * As Duo calls it.
 */
name: string, 
/**
 * API hostname; as Duo tells it.
 */
host: string, 
/**
 * What can be done.
 */
state: ChildState, 
/**
 * Why it can't be added.
 */
code: Code | null, 
/**
 * A name under which it can be saved.
 */
suggested: string, 
/**
 * The client that it is, or was.
 */
saved: SavedConnection | null, };

export type ParentChildren = { 
/**
 * The parent, once one of them was added.
 */
parent: Parent | null, 
/**
 * API hostname of the parent.
 */
host: string, 
/**
 * Shortened integration key.
 */
ikey: string, 
/**
 * By name.
 */
children: Array<ParentChild>, 
/**
 * Clients through this parent that Duo does not list any more.
 */
gone: Array<SavedConnection>, };

export type ParentChildrenOf = { 
/**
 * Whose.
 */
source: ParentSource, };

export type ParentForget = { 
/**
 * Id.
 */
parent: string, 
/**
 * Wipe their data too.
 */
delete_data: boolean, };

export type ParentName = { 
/**
 * Id.
 */
id: string, 
/**
 * Its name.
 */
name: string, };

export type ParentRekey = { 
/**
 * Id.
 */
parent: string, 
/**
 * Draft.
 */
draft: string, 
/**
 * Keep the secret key in memory only.
 */
session_only: boolean, };

export type ParentRename = { 
/**
 * Id.
 */
parent: string, 
/**
 * Name.
 */
name: string, };

export type ParentSource = { "draft": string } | { "saved": string };

export type PasteResult = { 
/**
 * Sets of values in the text, 1 as a rule. The chosen (or only) one is in the draft.
 */
sets: Array<PastedSet>, 
/**
 * Which set was taken.
 */
chosen: number | null, 
/**
 * Lines that were not used, secrets masked.
 */
ignored: Array<string>, 
/**
 * Fields of the draft after the paste.
 */
fields: Array<FieldResult>, };

export type PastedSet = { 
/**
 * API hostname.
 */
host: string | null, 
/**
 * Integration key.
 */
ikey: string | null, 
/**
 * Length of the secret key.
 */
skey_length: number | null, };

export type Permission = "read_resource" | "read_log" | "read_information" | "settings" | "administrators";

export type PermissionRow = { 
/**
 * Which.
 */
id: Permission, 
/**
 * State.
 */
state: PermissionState, 
/**
 * Data sets that stay empty while it is not granted.
 */
costs: Array<DataSet>, 
/**
 * Whether it counts for the verdict.
 */
wanted: boolean, 
/**
 * Label in older panels.
 */
old_label: string, 
/**
 * Label in newer panels.
 */
new_label: string, 
/**
 * Empty when granted.
 */
code: Code | "", 
/**
 * HTTP status of the last probe.
 */
status: number | null, 
/**
 * Milliseconds.
 */
ms: number, };

export type PermissionState = "granted" | "missing" | "unavailable" | "unknown";

export type Plan = "essentials" | "advantage" | "premier" | "msp";

export type PlanPrice = { 
/**
 * Of what.
 */
plan: Plan, 
/**
 * Price of a seat in hundredths of the currency: a year (prepaid) or a month (pay per user).
 */
price_hundredths: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * How the seats are billed.
 */
model: BillingModel, 
/**
 * When it was entered; what comes in is not looked at.
 */
entered_at: string | null, };

export type PolicyInForce = { 
/**
 * `PO…`.
 */
policy_key: string, 
/**
 * Name.
 */
policy_name: string, 
/**
 * The global policy, which holds where no other says anything.
 */
is_global: boolean, 
/**
 * Names of the groups to whom it applies; empty = everybody.
 */
groups: Array<string>, };

export type PolicyNamed = { 
/**
 * `PO…`.
 */
policy_key: string, 
/**
 * Name; none for a policy that was not read.
 */
name: string | null, 
/**
 * The global policy.
 */
is_global: boolean, };

export type PolicyProperty = { 
/**
 * Name.
 */
name: string, 
/**
 * Value; lists and objects as text.
 */
value: string, };

export type PolicyResult = { 
/**
 * The policies that count, the global one last.
 */
policies: Array<PolicyNamed>, 
/**
 * Sections by name.
 */
sections: Array<PolicySection>, 
/**
 * When Duo answered.
 */
as_of: string, };

export type PolicyResultOf = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * `DU…`.
 */
user_id: string, 
/**
 * `DI…`.
 */
app_key: string, };

export type PolicySection = { 
/**
 * Name, in Duo's words.
 */
section: string, 
/**
 * Properties; a section without any is left out.
 */
properties: Array<PolicyProperty>, };

export type Preferences = { 
/**
 * Theme.
 */
theme: Theme, 
/**
 * Skip the wizard's first step.
 */
skip_prepare: boolean, 
/**
 * Zoom in per cent, 80 to 200.
 */
zoom: number | null, 
/**
 * Folder that files are saved to without asking; none = ask each time.
 */
export_folder: string | null, 
/**
 * Height of rows.
 */
density: Density, 
/**
 * No motion, whatever the system says.
 */
reduced_motion: boolean, 
/**
 * What the window opens on.
 */
start_page: StartPage, 
/**
 * The client that was open last.
 */
last_client: string | null, 
/**
 * Time zone of times on screen.
 */
time_zone: TimeZone, 
/**
 * How dates are written.
 */
date_format: DateFormat, 
/**
 * How each view's table is arranged, by the view's id.
 */
tables: { [key in string]: TableLayout }, 
/**
 * Queries and arrangements kept under a name, by the view's id.
 */
saved_views: { [key in string]: Array<SavedView> }, 
/**
 * The page on privacy was read and put away.
 */
privacy_read: boolean, 
/**
 * When what is due is read while the window is open.
 */
keep_fresh: KeepFresh, 
/**
 * Nothing is told outside the window.
 */
quiet: boolean, };

export type PriceBook = { 
/**
 * At most one a plan.
 */
prices: Array<PlanPrice>, };

export type ProxyMode = "system" | "none" | "manual";

export type ProxyPassword = "none" | "keychain" | "session";

export type PurgeClient = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Days that it keeps its events; 0 = without end.
 */
log_days: number, 
/**
 * Events older than that.
 */
events: number, 
/**
 * When the oldest of them happened; none = there is none.
 */
oldest: string | null, 
/**
 * Bytes of its file that hold nothing already.
 */
unused: number, 
/**
 * Why it is left out: it is being synced, or its file cannot be read.
 */
code: Code | null, };

export type PurgedClient = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Events deleted.
 */
events: number, 
/**
 * Bytes given back to the disk.
 */
freed: number, 
/**
 * Why it was not done, or not to its end.
 */
code: Code | null, };

export type ReadStep = "resume" | "tail" | "back" | "sweep" | "count";

export type Reason = "disabled" | "not_enrolled" | "never_signed_in" | "locked_out" | "idle" | "duplicate" | "bypass" | "service_like" | "synced";

export type ReasonNote = { 
/**
 * The reason.
 */
reason: Reason, 
/**
 * Values: `days`, `threshold`, `date`, `other`…
 */
values: { [key in string]: string }, };

export type ReasonTick = { 
/**
 * The reason.
 */
reason: Reason, 
/**
 * Users of lane Review with this step.
 */
users: number, 
/**
 * Whether they are reclaimed.
 */
ticked: boolean, };

export type ReportFormat = "html" | "pdf" | "csv" | "json" | "xlsx" | "zip";

export type ReportKind = "licences" | "coverage" | "evidence" | "check";

export type ReportLogoSet = { 
/**
 * A PNG or JPEG file in base64; none = no picture.
 */
file: string | null, };

export type ReportNames = "names" | "pseudonyms" | "counts";

export type ReportSettings = { 
/**
 * Picture at the head, as a `data:` URI; none = no picture.
 */
logo: string | null, 
/**
 * Line at the foot, such as who made it; empty = none.
 */
footer: string, 
/**
 * The MSP's colour, `#rrggbb`, dark enough for white paper; none = the usual one.
 */
colour: string | null, 
/**
 * Zone that a report's times are first offered in.
 */
time_zone: TimeZone, 
/**
 * People, as first offered.
 */
names: ReportNames, 
/**
 * Prices and sums of money, as first offered.
 */
prices: boolean, 
/**
 * `hidden` in place of IP addresses, as first offered.
 */
hide_ips: boolean, };

export type ResultFormat = "html" | "json" | "text";

export type ResultOf = { 
/**
 * Handle of the draft.
 */
draft: string, 
/**
 * Form.
 */
format: ResultFormat, };

export type Resumed = { 
/**
 * Name of the connection; empty when none was given.
 */
name: string, 
/**
 * The rights picked.
 */
want: Array<Permission>, 
/**
 * When it was kept.
 */
at: string, };

export type RightFound = { 
/**
 * Which.
 */
id: Permission, 
/**
 * State.
 */
state: PermissionState, 
/**
 * Whether it counts for the verdict.
 */
wanted: boolean, };

export type RowState = "running" | "pass" | "warn" | "fail" | "skipped";

export type SavedAs = { 
/**
 * Its name.
 */
name: string, 
/**
 * The client company.
 */
organisation: string, };

export type SavedConnection = { 
/**
 * Its id.
 */
client: string, 
/**
 * Its name.
 */
name: string, };

export type SavedScenario = { 
/**
 * Name.
 */
name: string, 
/**
 * The what-if.
 */
scenario: LicenceScenario, 
/**
 * When it was saved.
 */
at: string, };

export type SavedView = { 
/**
 * Name; one of its kind in the view.
 */
name: string, 
/**
 * Conditions.
 */
filter: Array<Condition>, 
/**
 * Search.
 */
search: string, 
/**
 * Order.
 */
sort: Sort | null, 
/**
 * Columns.
 */
layout: TableLayout, };

export type Saving = { 
/**
 * Users that stay.
 */
stay: number, 
/**
 * Spare seats on top of them.
 */
spare: number, 
/**
 * Seats that would do.
 */
need: number, 
/**
 * Seats that could go.
 */
droppable: number, 
/**
 * Hundredths of the currency a year (prepaid, from renewal; nothing before) or a month (pay per user); none
 * without a price.
 */
hundredths: number | null, 
/**
 * What an active user costs, in hundredths, a year or a month; none without a price or active users.
 */
per_active_hundredths: number | null, 
/**
 * ISO 4217.
 */
currency: string | null, 
/**
 * Billing.
 */
model: BillingModel, 
/**
 * Spare seats, per cent, that it goes by.
 */
buffer_percent: number, 
/**
 * Commit that it goes by.
 */
min_commit: number, };

export type ScenarioSave = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Name.
 */
name: string, 
/**
 * The what-if; none = forget.
 */
scenario: LicenceScenario | null, };

export type SecretSupply = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * The secret key.
 */
value: string, 
/**
 * Keep it in memory, also where the connection's is in the keychain: that one may be locked or gone.
 */
this_session: boolean, };

export type SheetFormat = "html" | "text";

export type SheetOf = { 
/**
 * Rights whose boxes are to be ticked.
 */
want: Array<Permission>, 
/**
 * Form.
 */
format: SheetFormat, };

export type SheetSave = { 
/**
 * Rights whose boxes are to be ticked.
 */
want: Array<Permission>, 
/**
 * As a PDF on this paper; none = as one HTML file.
 */
paper?: Paper, };

export type SignInHours = { 
/**
 * IANA name of the zone of the hours.
 */
time_zone: string, 
/**
 * Start of the first hour.
 */
from: string, 
/**
 * End of the last hour.
 */
to: string, 
/**
 * 168, Monday 0:00 first; none while the log was not read.
 */
hours: Array<HourCount> | null, 
/**
 * Why there are none.
 */
not_evaluated: NotEvaluatedReason | null, 
/**
 * Age of the log.
 */
as_of: string | null, };

export type SnapshotRow = { 
/**
 * When the users were read.
 */
at: string, 
/**
 * Whether users and log were read to their end; what was not is a point of its own, joined to no other.
 */
whole: boolean, 
/**
 * Users that take a licence.
 */
billable: number, 
/**
 * Of those, enrolled.
 */
enrolled: number, 
/**
 * Seen less than 30 days before.
 */
active_30: number, 
/**
 * Less than 60.
 */
active_60: number, 
/**
 * Less than 90.
 */
active_90: number, 
/**
 * Lane Ready without the excluded.
 */
reclaim: number, 
/**
 * Of status bypass.
 */
bypass: number, 
/**
 * Seats, as entered then.
 */
paid: number | null, };

export type Sort = { 
/**
 * Column id.
 */
column: string, 
/**
 * Largest first; nulls always last.
 */
descending: boolean, };

export type Sso = { 
/**
 * How it signs on.
 */
kind: SsoKind, 
/**
 * SAML: entity id of the application.
 */
entity_id: string | null, 
/**
 * Where answers are sent: assertion consumer services, or redirect addresses.
 */
urls: Array<string>, 
/**
 * SAML: where a sign-out is sent.
 */
slo_url: string | null, 
/**
 * SAML: form of the name.
 */
nameid_format: string | null, 
/**
 * SAML: attribute of the directory that the name is taken from.
 */
nameid_attribute: string | null, 
/**
 * SAML: the assertion is signed.
 */
signs_assertion: boolean | null, 
/**
 * SAML: the response is signed.
 */
signs_response: boolean | null, 
/**
 * SAML: algorithm of the signature, as its URI.
 */
signing_algorithm: string | null, 
/**
 * OAuth: whom the tokens are for.
 */
audience: string | null, 
/**
 * Duo's entity id, or issuer.
 */
idp_entity_id: string | null, 
/**
 * Where Duo's metadata lie.
 */
idp_metadata_url: string | null, 
/**
 * Where Duo is asked to sign somebody on.
 */
idp_sso_url: string | null, };

export type SsoKind = "saml" | "oidc" | "oauth";

export type StartPage = "clients" | "last_client";

export type SyncCoverage = { 
/**
 * Each log, in the order of the data sets.
 */
sets: Array<LogCoverage>, };

export type SyncStatus = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Under way in this program.
 */
running: boolean, 
/**
 * Another program on this data folder reads the client now: this one shows what is stored.
 */
elsewhere: boolean, 
/**
 * Paused by hand: no round reads it until a sync is started.
 */
paused: boolean, 
/**
 * This run takes all of the believed quota.
 */
full_speed: boolean, 
/**
 * Why the run ended early.
 */
code: Code | null, 
/**
 * Requests that this run sent, those that Duo refused included.
 */
requests_done: number, 
/**
 * Requests that the rest of the run takes; none = not known yet, or nothing runs.
 */
requests_left: number | null, 
/**
 * Seconds that the rest of the run takes at the present pace; none = not known yet, or nothing runs.
 */
seconds_left: number | null, 
/**
 * Before this Duo asks not to be asked (`Retry-After`), where that is a minute or more ahead.
 */
waits_until: string | null, 
/**
 * Data sets in order.
 */
data_sets: Array<DataSetStatus>, };

export type TableLayout = { 
/**
 * Columns in the order of the user's; others follow in their own.
 */
columns: Array<ColumnLayout>, 
/**
 * The first column stays in view when the table is scrolled sideways.
 */
freeze: boolean, };

export type Tag = "clients" | "client_data" | "preferences";

export type TextCount = { 
/**
 * As Duo writes it.
 */
text: string, 
/**
 * Sign-ins.
 */
count: number, };

export type Theme = "system" | "light" | "dark";

export type TimeSpan = { 
/**
 * Start.
 */
lo: string, 
/**
 * End.
 */
hi: string, };

export type TimeZone = "local" | "utc" | "client";

export type UserAccess = "all_users" | "no_users" | "permitted_groups" | "unknown";

export type UserDecision = { 
/**
 * `excluded`, `expired` or `client_decision`; a text key.
 */
decision: string, 
/**
 * Why, in somebody's words.
 */
note: string, 
/**
 * From when on it no longer counts; none = for good.
 */
until: string | null, 
/**
 * By whom.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type UserDetail = { 
/**
 * Data sets that could not be read, and why.
 */
not_evaluated: Array<NotEvaluated>, 
/**
 * `DU…`.
 */
user_id: string, 
/**
 * Name.
 */
username: string, 
/**
 * Full name; empty when unset.
 */
realname: string, 
/**
 * Mail address; empty when unset.
 */
email: string, 
/**
 * Further names.
 */
aliases: Array<string>, 
/**
 * Own status, in Duo's spelling.
 */
status: string, 
/**
 * Duo's free text.
 */
lockout_reason: string | null, 
/**
 * Enrolled.
 */
is_enrolled: boolean, 
/**
 * Creation.
 */
created: string | null, 
/**
 * Duo's `last_login`.
 */
last_login: string | null, 
/**
 * Later of `last_login` and the log; none also while not assessed.
 */
last_seen: string | null, 
/**
 * Where that comes from.
 */
evidence: Evidence, 
/**
 * Whole days since, at the age of the data.
 */
idle_days: number | null, 
/**
 * About when Duo itself moves the user to the Trash; none = never, or not evaluated.
 */
trash_on: string | null, 
/**
 * Synced from a directory.
 */
directory_key: string | null, 
/**
 * Last directory sync.
 */
last_directory_sync: string | null, 
/**
 * Client's notes.
 */
notes: string, 
/**
 * Usable factors.
 */
factors: Factors, 
/**
 * Can pass a second factor; none = outside the population (ux.md §8.4).
 */
can_mfa: boolean | null, 
/**
 * Must; none = outside the population, or not evaluated.
 */
must_mfa: boolean | null, 
/**
 * Why not.
 */
let_past: Array<LetPastNote>, 
/**
 * Lane in the licence review, under the idle days asked for.
 */
lane: Lane | null, 
/**
 * Every reason that holds, with the values its rule used.
 */
reasons: Array<ReasonNote>, 
/**
 * What somebody decided about the user's licence.
 */
decision: UserDecision | null, 
/**
 * Groups: `group_id`, `name`, `status`; name and status are null for a group that was not read.
 */
groups: Array<{ [key in string]: JsonValue }>, 
/**
 * Phones: `phone_id`, `number`, `type`, `platform`, `model`, `activated`, `capabilities`, `last_seen`,
 * `screenlock`, `encrypted`, `tampered`; null but for the id where the phone was not read.
 */
phones: Array<{ [key in string]: JsonValue }>, 
/**
 * Tokens: `token_id`, `type`, `serial`.
 */
tokens: Array<{ [key in string]: JsonValue }>, 
/**
 * Passkeys: `webauthnkey`, `credential_name`, `label`, `date_added`, `date_last_used`.
 */
webauthn: Array<{ [key in string]: JsonValue }>, 
/**
 * Desktop authenticators: `dakey`, `device_name`, `platform`, `created`, `last_used`.
 */
desktop_authenticators: Array<{ [key in string]: JsonValue }>, 
/**
 * Registered devices: `compkey`, `device_name`, `os_family`, `os_version`, `last_seen`, `blocked`.
 */
registered_devices: Array<{ [key in string]: JsonValue }>, 
/**
 * Endpoints, the one seen last first: `epkey`, `device_name`, `os`, `os_version`, `browsers`, `trusted`,
 * `encryption`, `firewall`, `password`, `last_seen`, as in the view `endpoints`.
 */
endpoints: Array<{ [key in string]: JsonValue }>, 
/**
 * Bypass codes: `bypass_code_id`, `created`, `expiration`, `reuse_count`, `admin_email`.
 */
bypass_codes: Array<{ [key in string]: JsonValue }>, 
/**
 * The newest ten sign-ins, as in the view `signins`; none = not evaluated.
 */
sign_ins: Array<{ [key in string]: JsonValue }> | null, };

export type UserRef = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * `DU…`.
 */
user_id: string, 
/**
 * Idle days of a what-if that lane and reasons follow; the rules' by default.
 */
idle_days?: number, };

export type ValueCount = { 
/**
 * The value; none for null.
 */
value: string | null, 
/**
 * Rows.
 */
count: number, };

export type Verdict = "verified" | "limited" | "failed";

export type ViewCounts = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Which view.
 */
view: ViewName, 
/**
 * Which column.
 */
column: string, 
/**
 * Other conditions.
 */
query: ViewQuery, };

export type ViewName = "users" | "licences" | "apps" | "app_users" | "signins" | "activity" | "telephony" | "admin_log" | "offline_log" | "bypass" | "groups" | "policies" | "coverage" | "devices" | "endpoints" | "admins" | "admin_units" | "settings" | "trust_monitor" | "findings";

export type ViewPage = { 
/**
 * Which view.
 */
view: ViewName, 
/**
 * Age of the data.
 */
as_of: string | null, 
/**
 * Rows that match the filter.
 */
total: number, 
/**
 * Present and true where there may be more than `total`: only the newest part of a long log was counted.
 */
at_least?: boolean, 
/**
 * The rows asked for; none when the view needs a right that is missing.
 */
rows: Array<{ [key in string]: JsonValue }> | null, 
/**
 * Cursor of the next rows, in views that page by key.
 */
next: string | null, 
/**
 * Columns or the whole view that could not be evaluated, and why.
 */
not_evaluated: Array<NotEvaluated>, 
/**
 * How far back the view's log was read without a break, else the sign-in log.
 */
read_back_to: string | null, 
/**
 * Stretches of the logs beneath in which events are known to be missing, oldest first.
 */
gaps: Array<LogGap>, };

export type ViewQuery = { 
/**
 * Conditions, all of which must hold.
 */
filter: Array<Condition>, 
/**
 * Text searched in the view's text columns, any case; taken literally.
 */
search: string | null, 
/**
 * Order; the view's own by default.
 */
sort: Sort | null, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows, at most 1,000; 0 = the default of 200.
 */
limit: number, 
/**
 * Idle days after which a user counts as idle, in the view `licences`; the rules' by default.
 */
idle_days?: number, 
/**
 * Cursor of an earlier page, in place of `offset`.
 */
after: string | null, };

export type ViewRows = { 
/**
 * Id of the connection.
 */
client: string, 
/**
 * Which view.
 */
view: ViewName, 
/**
 * Filter, sort, window.
 */
query: ViewQuery, };

export type WaterfallStep = { 
/**
 * The reason; none = in use.
 */
reason: Reason | null, 
/**
 * Users.
 */
users: number, };

/** Every command: what it takes and gives. */
export interface Commands {
  /** Version, system, data folder, things to tell at start. */
  app_info: { args: Nothing; result: AppInfo };
  /** What the data folder takes on the disk. */
  data_sizes: { args: Nothing; result: DataSizes };
  /** How much is logged, where it lies, and the last crash. */
  log_state: { args: Nothing; result: LogState };
  /** Changes how much is logged. */
  log_level_set: { args: LogLevelSet; result: LogState };
  /** Notes that somebody was told of the last crash. */
  crash_seen: { args: Nothing; result: Nothing };
  /** What deleting events that clients no longer keep would do. */
  purge_look: { args: Nothing; result: Array<PurgeClient> };
  /** Deletes events that clients no longer keep, and gives the disk space back. */
  purge: { args: Nothing; result: Array<PurgedClient> };
  /** Saves a backup of everything but secrets. */
  backup_make: { args: Nothing; result: BackupMade };
  /** Asks for a backup and tells what it holds; none when the user chose no file. */
  backup_look: { args: Nothing; result: BackupFound | null };
  /** Adds clients of the backup that was looked at last. */
  backup_restore: { args: BackupRestore; result: BackupRestored };
  /** Preferences of the window. */
  preferences_get: { args: Nothing; result: Preferences };
  /** Saves preferences of the window. */
  preferences_set: { args: Preferences; result: Preferences };
  /** Gives the window the size and the place of a first start. */
  window_reset: { args: Nothing; result: Nothing };
  /** How Duo is reached. */
  network_settings: { args: Nothing; result: NetworkSettings };
  /** Changes how Duo is reached. */
  network_settings_set: { args: NetworkSettingsSet; result: NetworkSettings };
  /** Opens a wizard's draft. */
  draft_open: { args: DraftOpen; result: Draft };
  /** Parses pasted text into the draft. */
  draft_paste: { args: DraftPaste; result: PasteResult };
  /** Checks one input and puts it into the draft. */
  draft_set: { args: DraftSet; result: FieldResult };
  /** Moves an input into the field where it belongs. */
  draft_move: { args: DraftMove; result: Draft };
  /** Forgets a draft and its secret. */
  draft_close: { args: DraftRef; result: Nothing };
  /** Checks a draft against Duo; rows stream as events. */
  check_run: { args: CheckRun; result: CheckReport };
  /** Asks one right again. */
  check_permission: { args: CheckPermission; result: PermissionRow };
  /** Lets the issuer that a check warned of inspect from now on. */
  issuer_remember: { args: DraftRef; result: CheckReport };
  /** Lines about a draft's last check for whoever helps. */
  check_diagnostics: { args: DiagnosticsOf; result: Diagnostics };
  /** The result of a draft's check, to copy. */
  check_result: { args: ResultOf; result: Made };
  /** Saves the result of a draft's check as a file. */
  check_result_save: { args: ResultOf; result: HandedOver };
  /** Instructions for a client's Owner, with the boxes for these rights. */
  instruction_sheet: { args: SheetOf; result: Made };
  /** Saves the instructions as one HTML file. */
  instruction_sheet_save: { args: SheetSave; result: HandedOver };
  /** Tells somebody who is not looking, in the system's own way; nothing where that is not wanted. */
  notify: { args: Notify; result: Nothing };
  /** Opens a place outside, from a closed list. */
  open_link: { args: LinkRef; result: Nothing };
  /** Keeps what is not secret of a draft, and the rights picked, for the next time. */
  draft_keep: { args: DraftKeep; result: Nothing };
  /** Forgets what was kept for the next time. */
  draft_discard: { args: Nothing; result: Nothing };
  /** Stops a running check. */
  check_cancel: { args: DraftRef; result: Nothing };
  /** Saves a checked draft and starts its first sync. */
  connection_save: { args: ConnectionSave; result: ClientSummary };
  /** Managed-service accounts whose one key opens several clients. */
  parents: { args: Nothing; result: Array<Parent> };
  /** The children of a managed-service account, and what can be done with each. */
  parent_children: { args: ParentChildrenOf; result: ParentChildren };
  /** Adds children, each as a client of its own, and starts their first syncs. */
  parent_add: { args: ParentAdd; result: ParentAdded };
  /** Gives a managed-service account another name. */
  parent_rename: { args: ParentRename; result: Parent };
  /** Puts a checked draft's key in the place of a managed-service account's, for all of its clients. */
  parent_rekey: { args: ParentRekey; result: Parent };
  /** Disconnects every client of a managed-service account. */
  parent_forget: { args: ParentForget; result: Nothing };
  /** Organisations to pick from. */
  organisations: { args: Nothing; result: Array<Organisation> };
  /** The list of clients. */
  clients: { args: Nothing; result: Array<ClientSummary> };
  /** Removes a secret, and the data if asked. */
  disconnect: { args: Disconnect; result: Nothing };
  /** The same, to be taken back for ten seconds. */
  disconnect_start: { args: Disconnect; result: Grace };
  /** Takes a disconnection back. */
  disconnect_undo: { args: ClientRef; result: ClientSummary };
  /** What is known of a connection beyond the list. */
  connection_details: { args: ClientRef; result: ConnectionDetails };
  /** Writes what is said about a connection. */
  connection_details_set: { args: ConnectionDetailsSet; result: ConnectionDetails };
  /** Marks a connection. */
  connection_favourite: { args: ConnectionFavourite; result: Nothing };
  /** Remembers when a connection was opened last. */
  connection_opened: { args: ClientRef; result: Nothing };
  /** Gives a connection another name. */
  connection_rename: { args: ConnectionRename; result: ClientSummary };
  /** Moves a connection to another client company. */
  connection_move: { args: ConnectionMove; result: ClientSummary };
  /** Checks a saved connection again; rows stream as events whose draft is its id. */
  connection_recheck: { args: ClientRef; result: CheckReport };
  /** Puts a checked draft's keys in the place of a connection's. */
  credentials_update: { args: CredentialsUpdate; result: ClientSummary };
  /** Saves a draft as it is, to be checked later. */
  connection_save_draft: { args: ConnectionSave; result: ClientSummary };
  /** Checks or syncs several connections, a few at a time; failures come first. */
  clients_run: { args: ClientsRun; result: Array<ClientResult> };
  /** Hands over the list of clients as CSV. */
  clients_export: { args: ClientRefs; result: HandedOver };
  /** Hands over connections without their secrets, as one file for another technician. */
  connections_export: { args: ClientRefs; result: HandedOver };
  /** What a file of connections would add. */
  connections_read: { args: ConnectionsText; result: ConnectionsFound };
  /** Adds connections of a file; each waits for its secret key. */
  connections_import: { args: ConnectionsImport; result: ConnectionsImported };
  /** Hands over a report on some clients. */
  clients_report: { args: ClientsReportOf; result: HandedOver };
  /** Hands over everything stored of a client as JSON. */
  client_export: { args: ClientRef; result: HandedOver };
  /** Puts organisations into a group. */
  clients_move: { args: ClientsMove; result: Nothing };
  /** Groups of the list of clients, empty ones too. */
  client_groups: { args: Nothing; result: Array<ClientGroup> };
  /** Adds a group, or renames one. */
  client_group_set: { args: ClientGroupSet; result: Array<ClientGroup> };
  /** Deletes a group; its clients stay. */
  client_group_delete: { args: ClientGroupRef; result: Array<ClientGroup> };
  /** Gives a missing secret again. */
  secret_supply: { args: SecretSupply; result: ClientSummary };
  /** Starts a sync; ends a pause. */
  sync_start: { args: ClientRef; result: SyncStatus };
  /** Stops a sync; what was read is kept. */
  sync_cancel: { args: ClientRef; result: Nothing };
  /** Stops a sync after its page, and keeps every round from the client until a sync is started by hand. */
  sync_pause: { args: ClientRef; result: SyncStatus };
  /** Takes all of the believed quota for this run; starts one if none is under way. */
  sync_full_speed: { args: ClientRef; result: SyncStatus };
  /** Lines about a client's sync for whoever helps. */
  sync_diagnostics: { args: DiagnosticsOfClient; result: Diagnostics };
  /** Sets a client's damaged database aside and reads the client anew. */
  client_rebuild: { args: ClientRef; result: HandedOver };
  /** State of a client's sync and data sets. */
  sync_status: { args: ClientRef; result: SyncStatus };
  /** What was read of each log, by time. */
  sync_coverage: { args: ClientRef; result: SyncCoverage };
  /** Reads a day of a log again. */
  log_reread: { args: LogReread; result: SyncStatus };
  /** Cards and charts. */
  overview: { args: ClientRef; result: Overview };
  /** Rows of a view. */
  view_rows: { args: ViewRows; result: ViewPage };
  /** How many rows hold each value of a column. */
  view_counts: { args: ViewCounts; result: Array<ValueCount> };
  /** Writes a view to a file; progress comes as events. */
  export_view: { args: ExportView; result: Exported };
  /** Stops an export. */
  export_cancel: { args: ExportRef; result: Nothing };
  /** One application in full. */
  app_detail: { args: AppRef; result: AppDetail };
  /** Sign-ins by weekday and hour, of one application or of all. */
  sign_in_hours: { args: HoursOf; result: SignInHours };
  /** What holds for one user at one application, asked of Duo. */
  policy_result: { args: PolicyResultOf; result: PolicyResult };
  /** Decides about applications. */
  apps_mark: { args: AppsMark; result: AppsMarked };
  /** One user in full. */
  user_detail: { args: UserRef; result: UserDetail };
  /** Sums of the licence review. */
  licence_review: { args: LicenceReviewOf; result: LicenceReview };
  /** Enters seats and price. */
  licence_terms_set: { args: LicenceTermsSet; result: LicenceReview };
  /** Excludes users from the licence review, or leaves them to the client to decide. */
  licence_decide: { args: LicenceDecide; result: LicenceDecided };
  /** Puts decisions back as they were. */
  licence_restore: { args: LicenceRestore; result: LicenceDecided };
  /** Accounts of probably one person. */
  licence_duplicates: { args: LicenceDuplicatesOf; result: LicenceDuplicates };
  /** Sums of the licence review after each sync. */
  licence_trend: { args: ClientRef; result: Array<SnapshotRow> };
  /** What-ifs saved by name. */
  licence_scenarios: { args: ClientRef; result: Array<SavedScenario> };
  /** Saves a what-if by name, or forgets it. */
  licence_scenario_save: { args: ScenarioSave; result: Nothing };
  /** Writes the list of accounts to remove as CSV. */
  licence_removal_list: { args: LicenceRemoval; result: HandedOver };
  /** Writes the licence review as a file. */
  licence_report: { args: LicenceReportOf; result: HandedOver };
  /** Writes a report on a client as a file: any kind, any form. */
  client_report: { args: ClientReportOf; result: HandedOver };
  /** The same as one HTML page, to be looked at first. */
  client_report_page: { args: ClientReportOf; result: Made };
  /** What every report begins with. */
  report_settings: { args: Nothing; result: ReportSettings };
  /** Changes everything of it but the picture. */
  report_settings_set: { args: ReportSettings; result: ReportSettings };
  /** Changes the picture, or takes it away. */
  report_logo_set: { args: ReportLogoSet; result: ReportSettings };
  /** What each plan costs. */
  price_book: { args: Nothing; result: PriceBook };
  /** Changes what plans cost; what was entered for clients stays. */
  price_book_set: { args: PriceBook; result: PriceBook };
  /** The price book's price for what a client has, to be entered or not. */
  price_proposal: { args: ClientRef; result: PlanPrice | null };
  /** What the licence reviews of all clients go by. */
  licence_defaults: { args: Nothing; result: LicenceDefaults };
  /** Changes it, and reviews stored data anew. */
  licence_defaults_set: { args: LicenceDefaults; result: LicenceDefaults };
}

/** Which answers each command makes stale. */
export const CHANGES: Record<keyof Commands, readonly Tag[]> = {
  app_info: [],
  data_sizes: [],
  log_state: [],
  log_level_set: ["preferences"],
  crash_seen: ["preferences"],
  purge_look: [],
  purge: ["clients", "client_data"],
  backup_make: [],
  backup_look: [],
  backup_restore: ["clients", "client_data", "preferences"],
  preferences_get: [],
  preferences_set: ["preferences"],
  window_reset: [],
  network_settings: [],
  network_settings_set: ["preferences"],
  draft_open: [],
  draft_paste: [],
  draft_set: [],
  draft_move: [],
  draft_close: [],
  check_run: [],
  check_permission: [],
  issuer_remember: ["preferences"],
  check_diagnostics: [],
  check_result: [],
  check_result_save: [],
  instruction_sheet: [],
  instruction_sheet_save: [],
  notify: [],
  open_link: [],
  draft_keep: [],
  draft_discard: [],
  check_cancel: [],
  connection_save: ["clients"],
  parents: [],
  parent_children: [],
  parent_add: ["clients"],
  parent_rename: ["clients"],
  parent_rekey: ["clients"],
  parent_forget: ["clients", "client_data"],
  organisations: [],
  clients: [],
  disconnect: ["clients", "client_data"],
  disconnect_start: ["clients"],
  disconnect_undo: ["clients"],
  connection_details: [],
  connection_details_set: ["clients"],
  connection_favourite: ["clients"],
  connection_opened: ["clients"],
  connection_rename: ["clients"],
  connection_move: ["clients"],
  connection_recheck: ["clients"],
  credentials_update: ["clients", "client_data"],
  connection_save_draft: ["clients"],
  clients_run: ["clients"],
  clients_export: [],
  connections_export: [],
  connections_read: [],
  connections_import: ["clients"],
  clients_report: [],
  client_export: [],
  clients_move: ["clients"],
  client_groups: [],
  client_group_set: ["clients"],
  client_group_delete: ["clients"],
  secret_supply: ["clients"],
  sync_start: ["clients"],
  sync_cancel: [],
  sync_pause: ["clients", "client_data"],
  sync_full_speed: ["clients", "client_data"],
  sync_diagnostics: [],
  client_rebuild: ["clients", "client_data"],
  sync_status: [],
  sync_coverage: [],
  log_reread: ["clients"],
  overview: [],
  view_rows: [],
  view_counts: [],
  export_view: [],
  export_cancel: [],
  app_detail: [],
  sign_in_hours: [],
  policy_result: [],
  apps_mark: ["client_data"],
  user_detail: [],
  licence_review: [],
  licence_terms_set: ["clients", "client_data"],
  licence_decide: ["clients", "client_data"],
  licence_restore: ["clients", "client_data"],
  licence_duplicates: [],
  licence_trend: [],
  licence_scenarios: [],
  licence_scenario_save: ["client_data"],
  licence_removal_list: [],
  licence_report: [],
  client_report: [],
  client_report_page: [],
  report_settings: [],
  report_settings_set: ["preferences"],
  report_logo_set: ["preferences"],
  price_book: [],
  price_book_set: ["preferences"],
  price_proposal: [],
  licence_defaults: [],
  licence_defaults_set: ["preferences", "clients", "client_data"],
};

/** The columns of each view. */
export const COLUMNS: Record<ViewName, readonly ColumnSpec[]> = {
  users: [
    {"id":"user_id","kind":"text","sortable":true,"hidden":true},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"realname","kind":"text","sortable":true,"hidden":false},
    {"id":"email","kind":"text","sortable":true,"hidden":false},
    {"id":"status","kind":"choice","sortable":true,"hidden":false},
    {"id":"is_enrolled","kind":"bool","sortable":true,"hidden":false},
    {"id":"factors","kind":"list","sortable":false,"hidden":false},
    {"id":"strongest","kind":"choice","sortable":true,"hidden":false},
    {"id":"can_mfa","kind":"bool","sortable":true,"hidden":false},
    {"id":"must_mfa","kind":"bool","sortable":true,"hidden":false},
    {"id":"let_past","kind":"list","sortable":false,"hidden":false},
    {"id":"last_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"evidence","kind":"choice","sortable":true,"hidden":false},
    {"id":"idle_days","kind":"number","sortable":true,"hidden":false},
    {"id":"groups","kind":"list","sortable":false,"hidden":false},
    {"id":"directory","kind":"bool","sortable":true,"hidden":false},
    {"id":"created","kind":"time","sortable":true,"hidden":false},
    {"id":"reasons","kind":"list","sortable":false,"hidden":false},
    {"id":"lockout_reason","kind":"text","sortable":true,"hidden":false},
    {"id":"trash_on","kind":"time","sortable":true,"hidden":false},
    {"id":"group_ids","kind":"list","sortable":false,"hidden":true},
  ],
  licences: [
    {"id":"user_id","kind":"text","sortable":true,"hidden":true},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"realname","kind":"text","sortable":true,"hidden":false},
    {"id":"email","kind":"text","sortable":true,"hidden":false},
    {"id":"status","kind":"choice","sortable":true,"hidden":false},
    {"id":"lane","kind":"choice","sortable":true,"hidden":false},
    {"id":"step","kind":"choice","sortable":true,"hidden":false},
    {"id":"reasons","kind":"list","sortable":false,"hidden":false},
    {"id":"last_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"evidence","kind":"choice","sortable":true,"hidden":false},
    {"id":"idle_days","kind":"number","sortable":true,"hidden":false},
    {"id":"created","kind":"time","sortable":true,"hidden":false},
    {"id":"directory","kind":"bool","sortable":true,"hidden":false},
    {"id":"groups","kind":"list","sortable":false,"hidden":false},
    {"id":"decision","kind":"choice","sortable":true,"hidden":false},
    {"id":"decision_reason","kind":"choice","sortable":true,"hidden":false},
    {"id":"note","kind":"text","sortable":true,"hidden":false},
    {"id":"until","kind":"time","sortable":true,"hidden":false},
    {"id":"decided_by","kind":"text","sortable":true,"hidden":false},
    {"id":"decided_at","kind":"time","sortable":true,"hidden":false},
    {"id":"trash_on","kind":"time","sortable":true,"hidden":false},
  ],
  apps: [
    {"id":"app_key","kind":"text","sortable":true,"hidden":true},
    {"id":"name","kind":"text","sortable":true,"hidden":false},
    {"id":"type_slug","kind":"text","sortable":true,"hidden":false},
    {"id":"kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"kind_edited","kind":"bool","sortable":true,"hidden":false},
    {"id":"kind_by_name","kind":"bool","sortable":true,"hidden":false},
    {"id":"state","kind":"choice","sortable":true,"hidden":false},
    {"id":"marked_by","kind":"text","sortable":true,"hidden":false},
    {"id":"marked_at","kind":"time","sortable":true,"hidden":false},
    {"id":"user_access","kind":"choice","sortable":true,"hidden":false},
    {"id":"source","kind":"choice","sortable":true,"hidden":false},
    {"id":"users","kind":"number","sortable":true,"hidden":false},
    {"id":"users_30","kind":"number","sortable":true,"hidden":false},
    {"id":"sign_ins","kind":"number","sortable":true,"hidden":false},
    {"id":"sign_ins_30","kind":"number","sortable":true,"hidden":false},
    {"id":"sign_ins_before_30","kind":"number","sortable":true,"hidden":false},
    {"id":"trend_percent","kind":"number","sortable":true,"hidden":false},
    {"id":"weeks","kind":"text","sortable":true,"hidden":true},
    {"id":"first_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"last_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"denied_percent","kind":"percent","sortable":true,"hidden":false},
    {"id":"bypass_percent","kind":"percent","sortable":true,"hidden":false},
    {"id":"flags","kind":"list","sortable":false,"hidden":false},
    {"id":"policy_key","kind":"text","sortable":true,"hidden":false},
    {"id":"sso_entity","kind":"text","sortable":true,"hidden":false},
    {"id":"sso_kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"sso_urls","kind":"list","sortable":false,"hidden":false},
    {"id":"sso_nameid_format","kind":"text","sortable":true,"hidden":false},
    {"id":"sso_nameid_attribute","kind":"text","sortable":true,"hidden":false},
  ],
  app_users: [
    {"id":"app_key","kind":"text","sortable":true,"hidden":true},
    {"id":"user_key","kind":"text","sortable":true,"hidden":true},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"sign_ins","kind":"number","sortable":true,"hidden":false},
    {"id":"denied","kind":"number","sortable":true,"hidden":false},
    {"id":"first_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"last_seen","kind":"time","sortable":true,"hidden":false},
  ],
  signins: [
    {"id":"ts","kind":"time","sortable":true,"hidden":false},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"app","kind":"text","sortable":true,"hidden":false},
    {"id":"result","kind":"choice","sortable":true,"hidden":false},
    {"id":"reason","kind":"choice","sortable":true,"hidden":false},
    {"id":"factor","kind":"choice","sortable":true,"hidden":false},
    {"id":"country","kind":"text","sortable":true,"hidden":false},
    {"id":"city","kind":"text","sortable":true,"hidden":false},
    {"id":"ip","kind":"text","sortable":true,"hidden":false},
    {"id":"os","kind":"text","sortable":true,"hidden":false},
    {"id":"browser","kind":"text","sortable":true,"hidden":false},
    {"id":"trusted","kind":"choice","sortable":true,"hidden":false},
    {"id":"auth_device","kind":"text","sortable":true,"hidden":false},
    {"id":"hostname","kind":"text","sortable":true,"hidden":false},
    {"id":"event_type","kind":"choice","sortable":true,"hidden":false},
    {"id":"without_factor","kind":"bool","sortable":true,"hidden":true},
    {"id":"txid","kind":"text","sortable":false,"hidden":true},
  ],
  activity: [
    {"id":"ts","kind":"time","sortable":true,"hidden":false},
    {"id":"actor","kind":"text","sortable":true,"hidden":false},
    {"id":"action","kind":"choice","sortable":true,"hidden":false},
    {"id":"target","kind":"text","sortable":true,"hidden":false},
    {"id":"details","kind":"text","sortable":true,"hidden":false},
    {"id":"actor_kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"target_kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"result","kind":"choice","sortable":true,"hidden":false},
    {"id":"old_target","kind":"text","sortable":true,"hidden":false},
    {"id":"app","kind":"text","sortable":true,"hidden":false},
    {"id":"ip","kind":"text","sortable":true,"hidden":false},
    {"id":"country","kind":"text","sortable":true,"hidden":false},
    {"id":"city","kind":"text","sortable":true,"hidden":false},
    {"id":"os","kind":"text","sortable":true,"hidden":false},
    {"id":"browser","kind":"text","sortable":true,"hidden":false},
    {"id":"actor_key","kind":"text","sortable":true,"hidden":true},
    {"id":"target_key","kind":"text","sortable":true,"hidden":true},
    {"id":"id","kind":"text","sortable":false,"hidden":true},
  ],
  telephony: [
    {"id":"ts","kind":"time","sortable":true,"hidden":false},
    {"id":"context","kind":"choice","sortable":true,"hidden":false},
    {"id":"kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"phone","kind":"text","sortable":true,"hidden":false},
    {"id":"credits","kind":"number","sortable":true,"hidden":false},
    {"id":"txid","kind":"text","sortable":false,"hidden":true},
    {"id":"id","kind":"text","sortable":false,"hidden":true},
  ],
  admin_log: [
    {"id":"ts","kind":"time","sortable":true,"hidden":false},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"action","kind":"choice","sortable":true,"hidden":false},
    {"id":"object","kind":"text","sortable":true,"hidden":false},
    {"id":"description","kind":"text","sortable":true,"hidden":false},
    {"id":"id","kind":"text","sortable":false,"hidden":true},
  ],
  offline_log: [
    {"id":"ts","kind":"time","sortable":true,"hidden":false},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"action","kind":"choice","sortable":true,"hidden":false},
    {"id":"object","kind":"text","sortable":true,"hidden":false},
    {"id":"description","kind":"text","sortable":true,"hidden":false},
    {"id":"id","kind":"text","sortable":false,"hidden":true},
  ],
  bypass: [
    {"id":"kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"group","kind":"text","sortable":true,"hidden":false},
    {"id":"created","kind":"time","sortable":true,"hidden":false},
    {"id":"expires","kind":"time","sortable":true,"hidden":false},
    {"id":"uses_left","kind":"number","sortable":true,"hidden":false},
    {"id":"created_by","kind":"text","sortable":true,"hidden":false},
    {"id":"age_days","kind":"number","sortable":true,"hidden":false},
    {"id":"never_expires","kind":"bool","sortable":true,"hidden":false},
    {"id":"user_id","kind":"text","sortable":true,"hidden":true},
  ],
  groups: [
    {"id":"group_id","kind":"text","sortable":true,"hidden":true},
    {"id":"name","kind":"text","sortable":true,"hidden":false},
    {"id":"status","kind":"choice","sortable":true,"hidden":false},
    {"id":"users","kind":"number","sortable":true,"hidden":false},
    {"id":"desc","kind":"text","sortable":true,"hidden":false},
  ],
  policies: [
    {"id":"policy_key","kind":"text","sortable":true,"hidden":true},
    {"id":"name","kind":"text","sortable":true,"hidden":false},
    {"id":"is_global","kind":"bool","sortable":true,"hidden":false},
    {"id":"applied_to","kind":"list","sortable":false,"hidden":false},
    {"id":"used","kind":"bool","sortable":true,"hidden":false},
    {"id":"allowed","kind":"list","sortable":false,"hidden":false},
    {"id":"blocked","kind":"list","sortable":false,"hidden":false},
    {"id":"sms_allowed","kind":"bool","sortable":true,"hidden":false},
    {"id":"user_auth","kind":"choice","sortable":true,"hidden":false},
    {"id":"new_user","kind":"choice","sortable":true,"hidden":false},
    {"id":"remembered_days","kind":"number","sortable":true,"hidden":false},
    {"id":"networks","kind":"choice","sortable":true,"hidden":false},
    {"id":"changed","kind":"time","sortable":true,"hidden":false},
  ],
  coverage: [
    {"id":"n","kind":"number","sortable":true,"hidden":true},
    {"id":"measure","kind":"choice","sortable":true,"hidden":false},
    {"id":"users","kind":"number","sortable":true,"hidden":false},
    {"id":"percent","kind":"percent","sortable":true,"hidden":false},
  ],
  devices: [
    {"id":"device_id","kind":"text","sortable":true,"hidden":true},
    {"id":"user_id","kind":"text","sortable":true,"hidden":true},
    {"id":"kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"name","kind":"text","sortable":true,"hidden":false},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"users","kind":"list","sortable":false,"hidden":false},
    {"id":"owners","kind":"number","sortable":true,"hidden":false},
    {"id":"model","kind":"text","sortable":true,"hidden":false},
    {"id":"type","kind":"choice","sortable":true,"hidden":false},
    {"id":"platform","kind":"choice","sortable":true,"hidden":false},
    {"id":"os_version","kind":"text","sortable":true,"hidden":false},
    {"id":"standing","kind":"choice","sortable":true,"hidden":false},
    {"id":"factor","kind":"choice","sortable":true,"hidden":false},
    {"id":"activated","kind":"bool","sortable":true,"hidden":false},
    {"id":"capabilities","kind":"list","sortable":false,"hidden":false},
    {"id":"screenlock","kind":"choice","sortable":true,"hidden":false},
    {"id":"encrypted","kind":"choice","sortable":true,"hidden":false},
    {"id":"biometrics","kind":"choice","sortable":true,"hidden":false},
    {"id":"tampered","kind":"choice","sortable":true,"hidden":false},
    {"id":"blocked","kind":"bool","sortable":true,"hidden":false},
    {"id":"last_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"added","kind":"time","sortable":true,"hidden":false},
    {"id":"unassigned","kind":"bool","sortable":true,"hidden":false},
  ],
  endpoints: [
    {"id":"epkey","kind":"text","sortable":true,"hidden":true},
    {"id":"user_id","kind":"text","sortable":true,"hidden":true},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"realname","kind":"text","sortable":true,"hidden":false},
    {"id":"email","kind":"text","sortable":true,"hidden":false},
    {"id":"device_name","kind":"text","sortable":true,"hidden":false},
    {"id":"os","kind":"choice","sortable":true,"hidden":false},
    {"id":"os_version","kind":"text","sortable":true,"hidden":false},
    {"id":"standing","kind":"choice","sortable":true,"hidden":false},
    {"id":"os_build","kind":"text","sortable":true,"hidden":false},
    {"id":"browser","kind":"text","sortable":true,"hidden":false},
    {"id":"browsers","kind":"list","sortable":false,"hidden":false},
    {"id":"trusted","kind":"choice","sortable":true,"hidden":false},
    {"id":"encryption","kind":"choice","sortable":true,"hidden":false},
    {"id":"firewall","kind":"choice","sortable":true,"hidden":false},
    {"id":"password","kind":"choice","sortable":true,"hidden":false},
    {"id":"agents","kind":"list","sortable":false,"hidden":false},
    {"id":"desktop_version","kind":"text","sortable":true,"hidden":false},
    {"id":"model","kind":"text","sortable":true,"hidden":false},
    {"id":"type","kind":"text","sortable":true,"hidden":false},
    {"id":"last_seen","kind":"time","sortable":true,"hidden":false},
    {"id":"health_collected","kind":"time","sortable":true,"hidden":false},
    {"id":"no_agent","kind":"bool","sortable":true,"hidden":false},
  ],
  admins: [
    {"id":"admin_id","kind":"text","sortable":true,"hidden":true},
    {"id":"name","kind":"text","sortable":true,"hidden":false},
    {"id":"email","kind":"text","sortable":true,"hidden":false},
    {"id":"role","kind":"choice","sortable":true,"hidden":false},
    {"id":"status","kind":"choice","sortable":true,"hidden":false},
    {"id":"factors","kind":"list","sortable":false,"hidden":false},
    {"id":"strong","kind":"bool","sortable":true,"hidden":false},
    {"id":"last_login","kind":"time","sortable":true,"hidden":false},
    {"id":"idle_days","kind":"number","sortable":true,"hidden":false},
    {"id":"restricted","kind":"bool","sortable":true,"hidden":false},
    {"id":"units","kind":"list","sortable":false,"hidden":false},
    {"id":"created","kind":"time","sortable":true,"hidden":false},
    {"id":"phone","kind":"text","sortable":true,"hidden":false},
    {"id":"hardtoken","kind":"text","sortable":true,"hidden":false},
    {"id":"has_passkey","kind":"bool","sortable":true,"hidden":true},
    {"id":"password_change_required","kind":"bool","sortable":true,"hidden":false},
    {"id":"subaccount_role","kind":"text","sortable":true,"hidden":false},
  ],
  admin_units: [
    {"id":"admin_unit_id","kind":"text","sortable":true,"hidden":true},
    {"id":"name","kind":"text","sortable":true,"hidden":false},
    {"id":"description","kind":"text","sortable":true,"hidden":false},
    {"id":"admins","kind":"list","sortable":false,"hidden":false},
    {"id":"restrict_by_groups","kind":"bool","sortable":true,"hidden":false},
    {"id":"groups","kind":"list","sortable":false,"hidden":false},
    {"id":"restrict_by_integrations","kind":"bool","sortable":true,"hidden":false},
    {"id":"applications","kind":"list","sortable":false,"hidden":false},
  ],
  settings: [
    {"id":"position","kind":"number","sortable":true,"hidden":true},
    {"id":"area","kind":"choice","sortable":true,"hidden":false},
    {"id":"setting","kind":"text","sortable":true,"hidden":false},
    {"id":"value","kind":"text","sortable":true,"hidden":false},
    {"id":"remark","kind":"choice","sortable":true,"hidden":false},
    {"id":"data_set","kind":"choice","sortable":true,"hidden":true},
  ],
  trust_monitor: [
    {"id":"sekey","kind":"text","sortable":true,"hidden":true},
    {"id":"surfaced","kind":"time","sortable":true,"hidden":false},
    {"id":"kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"priority","kind":"bool","sortable":true,"hidden":false},
    {"id":"reasons","kind":"list","sortable":false,"hidden":false},
    {"id":"username","kind":"text","sortable":true,"hidden":false},
    {"id":"actor","kind":"text","sortable":true,"hidden":false},
    {"id":"state","kind":"choice","sortable":true,"hidden":false},
    {"id":"txid","kind":"text","sortable":true,"hidden":false},
    {"id":"user_id","kind":"text","sortable":true,"hidden":true},
  ],
  findings: [
    {"id":"severity","kind":"choice","sortable":true,"hidden":false},
    {"id":"kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"subject_kind","kind":"choice","sortable":true,"hidden":false},
    {"id":"subject","kind":"text","sortable":true,"hidden":false},
    {"id":"what","kind":"text","sortable":true,"hidden":false},
    {"id":"detail","kind":"text","sortable":true,"hidden":false},
    {"id":"figure","kind":"number","sortable":true,"hidden":false},
    {"id":"unit","kind":"choice","sortable":true,"hidden":false},
    {"id":"money_hundredths","kind":"number","sortable":true,"hidden":false},
    {"id":"currency","kind":"text","sortable":true,"hidden":false},
    {"id":"money_per","kind":"choice","sortable":true,"hidden":false},
    {"id":"since","kind":"time","sortable":true,"hidden":false},
    {"id":"todo","kind":"text","sortable":true,"hidden":false},
    {"id":"subject_id","kind":"text","sortable":true,"hidden":true},
  ],
};

/** The right without which a data set stays empty. */
export const NEEDS: Readonly<Record<DataSet, Permission>> = {
  account: "read_information",
  settings: "settings",
  users: "read_resource",
  groups: "read_resource",
  phones: "read_resource",
  tokens: "read_resource",
  webauthn: "read_resource",
  bypass_codes: "read_resource",
  desktop_authenticators: "read_resource",
  endpoints: "read_resource",
  registered_devices: "read_resource",
  blocked_devices: "read_resource",
  admins: "administrators",
  admin_units: "administrators",
  admin_auth_methods: "administrators",
  applications: "read_resource",
  policies: "read_resource",
  auth_attempts: "read_information",
  telephony_credits: "read_information",
  trust_monitor: "read_log",
  sign_ins: "read_log",
  activity: "read_log",
  telephony: "read_log",
  admin_log: "read_log",
  offline_log: "read_log",
};
