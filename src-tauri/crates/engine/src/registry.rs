//! The one list of commands. Dispatch, the TypeScript contract and the list of names are made from it.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use ts_rs::{Config, TS, TypeVisitor};

#[allow(clippy::wildcard_imports, reason = "the list names every type of the api")]
use crate::api::*;
use crate::{Code, Engine};

/// A command as the list declares it.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Name, as `call` takes it.
    pub name: &'static str,
    /// Answers that it makes stale.
    pub changes: &'static [Tag],
}

macro_rules! registry {
    ($($(#[doc = $doc:literal])+ $name:ident($args:ty) -> $result:ty, changes $tags:expr;)+) => {
        /// Every command.
        pub const COMMANDS: &[Command] = &[$(Command { name: stringify!($name), changes: &$tags }),+];

        impl Engine {
            /// Finds the command; [`Self::call`] is the way in.
            pub(crate) async fn dispatch(
                self: &Arc<Self>,
                name: &str,
                arguments: serde_json::Value,
            ) -> Result<serde_json::Value, CommandError> {
                match name {
                    $(stringify!($name) => {
                        let arguments: $args = parse(arguments)?;
                        // On the heap: what calls would otherwise be as large as the largest command.
                        answer(&Box::pin(self.$name(arguments)).await?)
                    })+
                    _ => Err(CommandError::new(Code::UnknownCommand)),
                }
            }
        }

        /// The contract as one TypeScript module: every type that a command or event names, and the list of commands.
        pub fn typescript() -> String {
            let mut types = Types { config: Config::new().with_large_int("number"), seen: HashSet::new(), found: BTreeMap::new() };
            types.visit::<CommandError>();
            types.visit::<Event>();
            types.visit::<Preferences>();
            types.visit::<ColumnSpec>();
            let mut commands = String::new();
            $(
                types.visit::<$args>();
                types.visit::<$result>();
                commands.push_str(&format!(
                    "{}  {}: {{ args: {}; result: {} }};\n",
                    concat!($("  /**", $doc, " */\n"),+),
                    stringify!($name),
                    <$args as TS>::name(&types.config),
                    <$result as TS>::name(&types.config),
                ));
            )+
            let declarations: String =
                types.found.into_values().map(|text| format!("{text}\n\n")).collect();
            let changes: String = COMMANDS.iter().map(|command| {
                let tags: Vec<_> = command.changes.iter().map(|tag| serde_json::json!(tag).to_string()).collect();
                format!("  {}: [{}],\n", command.name, tags.join(", "))
            }).collect();
            format!(
                "// Made by `cargo xtask gen` from src-tauri/crates/engine/src/registry.rs.\n\n{declarations}\
                 /** Every command: what it takes and gives. */\nexport interface Commands {{\n{commands}}}\n\n\
                 /** Which answers each command makes stale. */\nexport const CHANGES: Record<keyof Commands, readonly Tag[]> = {{\n{changes}}};\n\n{}",
                crate::columns::typescript(),
            )
        }
    };
}

registry! {
    /// Version, system, data folder, things to tell at start.
    app_info(Nothing) -> AppInfo, changes [];
    /// What the data folder takes on the disk.
    data_sizes(Nothing) -> DataSizes, changes [];
    /// How much is logged, where it lies, and the last crash.
    log_state(Nothing) -> LogState, changes [];
    /// Changes how much is logged.
    log_level_set(LogLevelSet) -> LogState, changes [Tag::Preferences];
    /// Notes that somebody was told of the last crash.
    crash_seen(Nothing) -> Nothing, changes [Tag::Preferences];
    /// What deleting events that clients no longer keep would do.
    purge_look(Nothing) -> Vec<PurgeClient>, changes [];
    /// Deletes events that clients no longer keep, and gives the disk space back.
    purge(Nothing) -> Vec<PurgedClient>, changes [Tag::Clients, Tag::ClientData];
    /// Saves a backup of everything but secrets.
    backup_make(Nothing) -> BackupMade, changes [];
    /// Asks for a backup and tells what it holds; none when the user chose no file.
    backup_look(Nothing) -> Option<BackupFound>, changes [];
    /// Adds clients of the backup that was looked at last.
    backup_restore(BackupRestore) -> BackupRestored, changes [Tag::Clients, Tag::ClientData, Tag::Preferences];
    /// Preferences of the window.
    preferences_get(Nothing) -> Preferences, changes [];
    /// Saves preferences of the window.
    preferences_set(Preferences) -> Preferences, changes [Tag::Preferences];
    /// Gives the window the size and the place of a first start.
    window_reset(Nothing) -> Nothing, changes [];
    /// How Duo is reached.
    network_settings(Nothing) -> NetworkSettings, changes [];
    /// Changes how Duo is reached.
    network_settings_set(NetworkSettingsSet) -> NetworkSettings, changes [Tag::Preferences];
    /// Opens a wizard's draft.
    draft_open(DraftOpen) -> Draft, changes [];
    /// Parses pasted text into the draft.
    draft_paste(DraftPaste) -> PasteResult, changes [];
    /// Checks one input and puts it into the draft.
    draft_set(DraftSet) -> FieldResult, changes [];
    /// Moves an input into the field where it belongs.
    draft_move(DraftMove) -> Draft, changes [];
    /// Forgets a draft and its secret.
    draft_close(DraftRef) -> Nothing, changes [];
    /// Checks a draft against Duo; rows stream as events.
    check_run(CheckRun) -> CheckReport, changes [];
    /// Asks one right again.
    check_permission(CheckPermission) -> PermissionRow, changes [];
    /// Lets the issuer that a check warned of inspect from now on.
    issuer_remember(DraftRef) -> CheckReport, changes [Tag::Preferences];
    /// Lines about a draft's last check for whoever helps.
    check_diagnostics(DiagnosticsOf) -> Diagnostics, changes [];
    /// The result of a draft's check, to copy.
    check_result(ResultOf) -> Made, changes [];
    /// Saves the result of a draft's check as a file.
    check_result_save(ResultOf) -> HandedOver, changes [];
    /// Instructions for a client's Owner, with the boxes for these rights.
    instruction_sheet(SheetOf) -> Made, changes [];
    /// Saves the instructions as one HTML file.
    instruction_sheet_save(SheetSave) -> HandedOver, changes [];
    /// Tells somebody who is not looking, in the system's own way; nothing where that is not wanted.
    notify(Notify) -> Nothing, changes [];
    /// Opens a place outside, from a closed list.
    open_link(LinkRef) -> Nothing, changes [];
    /// Keeps what is not secret of a draft, and the rights picked, for the next time.
    draft_keep(DraftKeep) -> Nothing, changes [];
    /// Forgets what was kept for the next time.
    draft_discard(Nothing) -> Nothing, changes [];
    /// Stops a running check.
    check_cancel(DraftRef) -> Nothing, changes [];
    /// Saves a checked draft and starts its first sync.
    connection_save(ConnectionSave) -> ClientSummary, changes [Tag::Clients];
    /// Managed-service accounts whose one key opens several clients.
    parents(Nothing) -> Vec<Parent>, changes [];
    /// The children of a managed-service account, and what can be done with each.
    parent_children(ParentChildrenOf) -> ParentChildren, changes [];
    /// Adds children, each as a client of its own, and starts their first syncs.
    parent_add(ParentAdd) -> ParentAdded, changes [Tag::Clients];
    /// Gives a managed-service account another name.
    parent_rename(ParentRename) -> Parent, changes [Tag::Clients];
    /// Puts a checked draft's key in the place of a managed-service account's, for all of its clients.
    parent_rekey(ParentRekey) -> Parent, changes [Tag::Clients];
    /// Disconnects every client of a managed-service account.
    parent_forget(ParentForget) -> Nothing, changes [Tag::Clients, Tag::ClientData];
    /// Organisations to pick from.
    organisations(Nothing) -> Vec<Organisation>, changes [];
    /// The list of clients.
    clients(Nothing) -> Vec<ClientSummary>, changes [];
    /// Removes a secret, and the data if asked.
    disconnect(Disconnect) -> Nothing, changes [Tag::Clients, Tag::ClientData];
    /// The same, to be taken back for ten seconds.
    disconnect_start(Disconnect) -> Grace, changes [Tag::Clients];
    /// Takes a disconnection back.
    disconnect_undo(ClientRef) -> ClientSummary, changes [Tag::Clients];
    /// What is known of a connection beyond the list.
    connection_details(ClientRef) -> ConnectionDetails, changes [];
    /// Writes what is said about a connection.
    connection_details_set(ConnectionDetailsSet) -> ConnectionDetails, changes [Tag::Clients];
    /// Marks a connection.
    connection_favourite(ConnectionFavourite) -> Nothing, changes [Tag::Clients];
    /// Remembers when a connection was opened last.
    connection_opened(ClientRef) -> Nothing, changes [Tag::Clients];
    /// Gives a connection another name.
    connection_rename(ConnectionRename) -> ClientSummary, changes [Tag::Clients];
    /// Moves a connection to another client company.
    connection_move(ConnectionMove) -> ClientSummary, changes [Tag::Clients];
    /// Checks a saved connection again; rows stream as events whose draft is its id.
    connection_recheck(ClientRef) -> CheckReport, changes [Tag::Clients];
    /// Puts a checked draft's keys in the place of a connection's.
    credentials_update(CredentialsUpdate) -> ClientSummary, changes [Tag::Clients, Tag::ClientData];
    /// Saves a draft as it is, to be checked later.
    connection_save_draft(ConnectionSave) -> ClientSummary, changes [Tag::Clients];
    /// Checks or syncs several connections, a few at a time; failures come first.
    clients_run(ClientsRun) -> Vec<ClientResult>, changes [Tag::Clients];
    /// Hands over the list of clients as CSV.
    clients_export(ClientRefs) -> HandedOver, changes [];
    /// Hands over connections without their secrets, as one file for another technician.
    connections_export(ClientRefs) -> HandedOver, changes [];
    /// What a file of connections would add.
    connections_read(ConnectionsText) -> ConnectionsFound, changes [];
    /// Adds connections of a file; each waits for its secret key.
    connections_import(ConnectionsImport) -> ConnectionsImported, changes [Tag::Clients];
    /// Hands over a report on some clients.
    clients_report(ClientsReportOf) -> HandedOver, changes [];
    /// Hands over everything stored of a client as JSON.
    client_export(ClientRef) -> HandedOver, changes [];
    /// Puts organisations into a group.
    clients_move(ClientsMove) -> Nothing, changes [Tag::Clients];
    /// Groups of the list of clients, empty ones too.
    client_groups(Nothing) -> Vec<ClientGroup>, changes [];
    /// Adds a group, or renames one.
    client_group_set(ClientGroupSet) -> Vec<ClientGroup>, changes [Tag::Clients];
    /// Deletes a group; its clients stay.
    client_group_delete(ClientGroupRef) -> Vec<ClientGroup>, changes [Tag::Clients];
    /// Gives a missing secret again.
    secret_supply(SecretSupply) -> ClientSummary, changes [Tag::Clients];
    /// Starts a sync; ends a pause.
    sync_start(ClientRef) -> SyncStatus, changes [Tag::Clients];
    /// Stops a sync; what was read is kept.
    sync_cancel(ClientRef) -> Nothing, changes [];
    /// Stops a sync after its page, and keeps every round from the client until a sync is started by hand.
    sync_pause(ClientRef) -> SyncStatus, changes [Tag::Clients, Tag::ClientData];
    /// Takes all of the believed quota for this run; starts one if none is under way.
    sync_full_speed(ClientRef) -> SyncStatus, changes [Tag::Clients, Tag::ClientData];
    /// Lines about a client's sync for whoever helps.
    sync_diagnostics(DiagnosticsOfClient) -> Diagnostics, changes [];
    /// Sets a client's damaged database aside and reads the client anew.
    client_rebuild(ClientRef) -> HandedOver, changes [Tag::Clients, Tag::ClientData];
    /// State of a client's sync and data sets.
    sync_status(ClientRef) -> SyncStatus, changes [];
    /// What was read of each log, by time.
    sync_coverage(ClientRef) -> SyncCoverage, changes [];
    /// Reads a day of a log again.
    log_reread(LogReread) -> SyncStatus, changes [Tag::Clients];
    /// Cards and charts.
    overview(ClientRef) -> Overview, changes [];
    /// Rows of a view.
    view_rows(ViewRows) -> ViewPage, changes [];
    /// How many rows hold each value of a column.
    view_counts(ViewCounts) -> Vec<ValueCount>, changes [];
    /// Writes a view to a file; progress comes as events.
    export_view(ExportView) -> Exported, changes [];
    /// Stops an export.
    export_cancel(ExportRef) -> Nothing, changes [];
    /// One application in full.
    app_detail(AppRef) -> AppDetail, changes [];
    /// Sign-ins by weekday and hour, of one application or of all.
    sign_in_hours(HoursOf) -> SignInHours, changes [];
    /// What holds for one user at one application, asked of Duo.
    policy_result(PolicyResultOf) -> PolicyResult, changes [];
    /// Decides about applications.
    apps_mark(AppsMark) -> AppsMarked, changes [Tag::ClientData];
    /// One user in full.
    user_detail(UserRef) -> UserDetail, changes [];
    /// Sums of the licence review.
    licence_review(LicenceReviewOf) -> LicenceReview, changes [];
    /// Enters seats and price.
    licence_terms_set(LicenceTermsSet) -> LicenceReview, changes [Tag::Clients, Tag::ClientData];
    /// Excludes users from the licence review, or leaves them to the client to decide.
    licence_decide(LicenceDecide) -> LicenceDecided, changes [Tag::Clients, Tag::ClientData];
    /// Puts decisions back as they were.
    licence_restore(LicenceRestore) -> LicenceDecided, changes [Tag::Clients, Tag::ClientData];
    /// Accounts of probably one person.
    licence_duplicates(LicenceDuplicatesOf) -> LicenceDuplicates, changes [];
    /// Sums of the licence review after each sync.
    licence_trend(ClientRef) -> Vec<store::SnapshotRow>, changes [];
    /// What-ifs saved by name.
    licence_scenarios(ClientRef) -> Vec<SavedScenario>, changes [];
    /// Saves a what-if by name, or forgets it.
    licence_scenario_save(ScenarioSave) -> Nothing, changes [Tag::ClientData];
    /// Writes the list of accounts to remove as CSV.
    licence_removal_list(LicenceRemoval) -> HandedOver, changes [];
    /// Writes the licence review as a file.
    licence_report(LicenceReportOf) -> HandedOver, changes [];
    /// Writes a report on a client as a file: any kind, any form.
    client_report(ClientReportOf) -> HandedOver, changes [];
    /// The same as one HTML page, to be looked at first.
    client_report_page(ClientReportOf) -> Made, changes [];
    /// What every report begins with.
    report_settings(Nothing) -> ReportSettings, changes [];
    /// Changes everything of it but the picture.
    report_settings_set(ReportSettings) -> ReportSettings, changes [Tag::Preferences];
    /// Changes the picture, or takes it away.
    report_logo_set(ReportLogoSet) -> ReportSettings, changes [Tag::Preferences];
    /// What each plan costs.
    price_book(Nothing) -> PriceBook, changes [];
    /// Changes what plans cost; what was entered for clients stays.
    price_book_set(PriceBook) -> PriceBook, changes [Tag::Preferences];
    /// The price book's price for what a client has, to be entered or not.
    price_proposal(ClientRef) -> Option<PlanPrice>, changes [];
    /// What the licence reviews of all clients go by.
    licence_defaults(Nothing) -> LicenceDefaults, changes [];
    /// Changes it, and reviews stored data anew.
    licence_defaults_set(LicenceDefaults) -> LicenceDefaults, changes [Tag::Preferences, Tag::Clients, Tag::ClientData];
}

/// Serde's own message would echo the value, which may be a secret.
fn parse<T: DeserializeOwned>(arguments: serde_json::Value) -> Result<T, CommandError> {
    serde_json::from_value(arguments).map_err(|_| CommandError::new(Code::BadArguments))
}

fn answer<T: Serialize>(result: &T) -> Result<serde_json::Value, CommandError> {
    serde_json::to_value(result).map_err(|_| CommandError::new(Code::Internal))
}

/// Collects the declaration of every type that can be reached.
struct Types {
    config: Config,
    seen: HashSet<TypeId>,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            self.found.insert(T::ident(&self.config), format!("export {}", T::decl(&self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}
