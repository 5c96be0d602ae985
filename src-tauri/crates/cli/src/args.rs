//! What may be typed after `tandemctl`.

#![allow(clippy::doc_markdown, reason = "the comments are the text of --help")]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::filter::GRAMMAR;

/// Tandem without a window: checks, syncs and shows Duo tenants, read-only.
///
/// The secret key is read from standard input with --skey-stdin, or asked for without echo on a terminal; never
/// from an argument or a file.
#[derive(Debug, Parser)]
#[command(name = "tandemctl", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done (check: verified), 2 bad input or usage, 3 Duo was not reached or something \
else answered, 4 credentials refused, 5 limited: a wanted permission is missing, 6 wrong application type, 7 rate \
limited, 8 Duo fault, 9 keychain, 10 local data, 130 cancelled.";

/// Options that every command takes, before or after its name.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// Folder of the local data (default: the app's own)
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// One JSON document on standard output
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress and no messages on standard error, except errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// PEM file with further root certificates to trust
    #[arg(long, global = true, value_name = "PEM")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Ignore the proxy of the environment and the system
    #[arg(long, global = true)]
    pub(crate) no_proxy: bool,
    /// Use the built-in sample tenant: one client named `sample`, in this process; nothing is sent anywhere
    #[arg(long, global = true)]
    pub(crate) sample: bool,
    #[command(flatten)]
    pub(crate) size: Size,
}

/// Size of the sample tenant or of the simulator's.
#[derive(Debug, Clone, Copy, Default, ClapArgs)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Size {
    /// Users of the sample or simulated tenant, 10 to 100000
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=100_000))]
    pub(crate) users: Option<u32>,
    /// Sign-ins of the sample or simulated tenant, 0 to 10000000
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=10_000_000))]
    pub(crate) events: Option<u64>,
    /// Seed of the sample or simulated tenant: the same seed gives the same tenant
    #[arg(long, global = true, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

impl Size {
    /// Whether nothing was said about it.
    pub(crate) const fn is_default(&self) -> bool {
        self.users.is_none() && self.events.is_none() && self.seed.is_none()
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// One-off check of a host and keys; stores nothing, touches no keychain
    Check(CheckArgs),
    /// Check, then save; does not sync
    Connect(ConnectArgs),
    /// List saved clients and their state
    Clients,
    /// Sync a saved client, or all of them
    Sync(SyncArgs),
    /// Print what makes this system run `sync --all --due` by itself
    Schedule(ScheduleArgs),
    /// Show rows of a view
    Show(ShowArgs),
    /// Write a whole view into a file
    Export(ExportArgs),
    /// Write a report into a file
    Report(ReportArgs),
    /// Remove a client's secret and, if asked, its data
    Disconnect(DisconnectArgs),
    /// Serve a simulated Duo tenant over TLS, with a CONNECT proxy that leads to it
    Simulate(SimulateArgs),
}

/// A host and the keys to it. The secret has no option that takes a value.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(crate) struct Target {
    /// API hostname, such as api-1a2b3c4d.duosecurity.com
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,
    /// Integration key
    #[arg(long, value_name = "IKEY")]
    pub(crate) ikey: Option<String>,
    /// Read the secret key from standard input
    #[arg(long)]
    pub(crate) skey_stdin: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) target: Target,
    /// The rights that make it verified: read_resource, read_log, read_information, settings, administrators
    #[arg(long, value_name = "LIST", default_value = "read_resource,read_log,read_information")]
    pub(crate) want: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConnectArgs {
    /// Name of the connection, such as the client's
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The client company that it belongs to (default: the name)
    #[arg(long)]
    pub(crate) organisation: Option<String>,
    #[command(flatten)]
    pub(crate) target: Target,
    /// No keychain call; later commands on this client take the secret from --skey-stdin
    #[arg(long)]
    pub(crate) session_secret: bool,
    /// With an MSP parent's key (Accounts API): add this customer as a client of its own; may repeat
    #[arg(long, value_name = "ACCOUNT_ID", conflicts_with = "organisation")]
    pub(crate) child: Vec<String>,
    /// With an MSP parent's key: add every customer that it opens and that is no client yet
    #[arg(long, conflicts_with_all = ["child", "organisation"])]
    pub(crate) all_children: bool,
    /// With an MSP parent's key: list its customers and what can be done with each; adds nothing
    #[arg(long, conflicts_with_all = ["child", "all_children", "name", "organisation"])]
    pub(crate) list_children: bool,
    /// What the MSP parent is called (default: its hostname)
    #[arg(long, value_name = "NAME")]
    pub(crate) parent_name: Option<String>,
}

impl ConnectArgs {
    /// Whether an MSP parent's customers are meant.
    pub(crate) const fn is_of_parent(&self) -> bool {
        !self.child.is_empty() || self.all_children || self.list_children
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SyncArgs {
    /// Name or id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) client: Option<String>,
    /// Every saved client whose secret key is in the keychain, a few at a time
    #[arg(long, conflicts_with_all = ["client", "only", "since", "host", "ikey", "skey_stdin"])]
    pub(crate) all: bool,
    /// Only what is due: logs after an hour, the rest after a day
    #[arg(long, requires = "all")]
    pub(crate) due: bool,
    /// Only these data sets: account, users, groups, phones, tokens, webauthn, bypass_codes, applications, policies, logs
    #[arg(long, value_name = "LIST")]
    pub(crate) only: Option<String>,
    /// Days of history to read the first time
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=180))]
    pub(crate) since: Option<u32>,
    /// Use all of Duo's limits in place of half
    #[arg(long)]
    pub(crate) full_speed: bool,
    /// Give up once Duo has kept us waiting this many seconds
    #[arg(long, value_name = "S")]
    pub(crate) max_wait: Option<u64>,
    /// If the local data is damaged, set it aside and read the client anew
    #[arg(long, conflicts_with = "all")]
    pub(crate) rebuild: bool,
    #[command(flatten)]
    pub(crate) target: Target,
}

impl SyncArgs {
    pub(crate) fn max_wait(&self) -> Option<Duration> {
        self.max_wait.map(Duration::from_secs)
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ScheduleArgs {
    /// Minutes between two rounds
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u32).range(5..=1440))]
    pub(crate) every: u32,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// Name or id of the client (left out with --sample), then the view: users, licences, apps, app_users, signins,
    /// bypass, groups, policies, coverage
    #[arg(value_names = ["CLIENT", "VIEW"], num_args = 1..=2, required = true)]
    pub(crate) what: Vec<String>,
    /// Conditions that every row must meet
    #[arg(long, value_name = "EXPR", long_help = GRAMMAR)]
    pub(crate) filter: Option<String>,
    /// Column to sort by; `-COLUMN` for largest first
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub(crate) sort: Option<String>,
    /// Rows at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) limit: u64,
    /// The `next` of an earlier answer
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExportArgs {
    /// Name or id of the client (left out with --sample), then the view
    #[arg(value_names = ["CLIENT", "VIEW"], num_args = 1..=2, required = true)]
    pub(crate) what: Vec<String>,
    /// Form of the file
    #[arg(long)]
    pub(crate) format: Format,
    /// The file, replaced in one step when complete; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Comma-separated, formulas made harmless
    Csv,
    /// A workbook for spreadsheets
    Xlsx,
    /// One JSON document
    Json,
    /// One JSON object a line
    Ndjson,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ReportArgs {
    /// Name or id of the client (left out with --sample), then the kind: licences, coverage, evidence, check; or
    /// all-clients, whose CLIENT may be `all`, any of them, or left out
    #[arg(value_names = ["CLIENT", "KIND"], num_args = 1..=2, required = true)]
    pub(crate) what: Vec<String>,
    /// Form of the file
    #[arg(long)]
    pub(crate) format: ReportForm,
    /// The file, replaced in one step when complete; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// pdf: the size of its pages
    #[arg(long, value_name = "SIZE", default_value = "a4")]
    pub(crate) paper: ReportPaper,
    /// How much it says of people
    #[arg(long, value_name = "HOW", default_value = "names")]
    pub(crate) people: ReportPeople,
    /// Leave IP addresses in; they are hidden otherwise
    #[arg(long)]
    pub(crate) with_ips: bool,
    /// licences: leave out prices and sums of money
    #[arg(long)]
    pub(crate) no_prices: bool,
    /// licences, all-clients: add what is for the MSP only
    #[arg(long)]
    pub(crate) msp: bool,
    /// coverage, evidence: days of sign-ins up to the newest (default: 30)
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=180))]
    pub(crate) days: Option<u32>,
    /// check: ask Duo again in place of what the last check found
    #[arg(long)]
    pub(crate) recheck: bool,
    /// licences: idle days in place of the rules'
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(30..=180))]
    pub(crate) idle_days: Option<u32>,
    /// Zone of its times, such as Europe/Zurich, in place of the client's
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportKind {
    /// One of a client's.
    Client(engine::api::ReportKind),
    /// All saved clients side by side.
    AllClients,
}

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// One HTML file, to print too
    Html,
    /// The same pages as a PDF
    Pdf,
    /// Comma-separated, formulas made harmless
    Csv,
    /// One JSON document
    Json,
    /// A workbook for spreadsheets
    Xlsx,
    /// evidence: page, workbook, tables and data in an archive, with a manifest of their SHA-256
    Zip,
}

/// Size of a PDF's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportPaper {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
}

/// How much a report says of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportPeople {
    /// Their names
    Names,
    /// Numbers in place of names
    Pseudonyms,
    /// Only how many
    Counts,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DisconnectArgs {
    /// Name or id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) client: Option<String>,
    /// Delete the local data too
    #[arg(long)]
    pub(crate) delete_data: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SimulateArgs {
    /// Grants of the application: read_resource, read_log, read_information, settings, administrators,
    /// write_resource, integrations (default: the five that read)
    #[arg(long, value_name = "LIST")]
    pub(crate) permissions: Option<String>,
    /// What goes wrong; may repeat
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub(crate) fault: Vec<String>,
    /// Requests a minute by class, such as pages=200,logs=50
    #[arg(long, value_name = "LIST")]
    pub(crate) quota: Option<String>,
    /// Type of the application: adminapi, authapi, accountsapi
    #[arg(long, value_name = "TYPE")]
    pub(crate) app_type: Option<String>,
    /// Subscription: essentials, advantage, premier
    #[arg(long, value_name = "NAME")]
    pub(crate) edition: Option<String>,
    /// Be an MSP parent with so many customers, each on a host of its own; the key is of the Accounts API
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=500))]
    pub(crate) children: u32,
    /// And so many on another deployment, where the parent's key is refused
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=500))]
    pub(crate) children_elsewhere: u32,
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub(crate) addr: SocketAddr,
    /// Folder for the certificate of the simulator's authority
    #[arg(long, value_name = "DIR")]
    pub(crate) cert_dir: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_declarations_agree_with_each_other() {
        Args::command().debug_assert();
    }

    #[test]
    fn common_options_stand_before_or_after_the_command() {
        for line in [
            ["tandemctl", "--json", "--sample", "--users", "50", "sync"],
            ["tandemctl", "sync", "--json", "--sample", "--users", "50"],
        ] {
            let args = Args::try_parse_from(line).unwrap();
            assert!(args.common.json && args.common.sample);
            assert_eq!(args.common.size.users, Some(50));
        }
    }

    #[test]
    fn no_option_takes_a_secret() {
        for line in [
            vec!["tandemctl", "check", "--skey", "x"],
            vec!["tandemctl", "check", "--skey-stdin=x"],
            vec!["tandemctl", "check", "--skey-file", "x"],
        ] {
            assert!(Args::try_parse_from(line).is_err());
        }
    }

    #[test]
    fn a_sort_may_begin_with_a_hyphen() {
        let args =
            Args::try_parse_from(["tandemctl", "show", "acme", "users", "--sort", "-last_seen"]).unwrap();
        let Command::Show(show) = args.command else { panic!("not show") };
        assert_eq!(show.sort.as_deref(), Some("-last_seen"));
        assert_eq!(show.what, ["acme", "users"]);
    }
}
