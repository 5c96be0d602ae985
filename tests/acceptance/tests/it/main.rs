//! One test binary: `engine_*` runs the engine against the simulator in this process, `cli_*` the program itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "a test that measures says what it measured")]

mod bench;
mod cli_check;
mod cli_client;
mod cli_devices;
mod cli_faults;
mod cli_fields;
mod cli_files;
mod cli_findings;
mod cli_kill;
mod cli_parent;
mod cli_report;
#[cfg(target_os = "linux")]
mod cli_round;
mod cli_sample;
mod cli_two;
mod cli_usage;
mod detour;
mod digest;
mod engine_account;
mod engine_apps;
mod engine_check;
mod engine_client_report;
mod engine_connection;
mod engine_coverage;
mod engine_damage;
mod engine_devices;
mod engine_export;
mod engine_fresh;
mod engine_import;
mod engine_licences;
mod engine_log_model;
mod engine_logs;
mod engine_measured;
mod engine_network;
mod engine_pacing;
mod engine_parent;
mod engine_pause;
mod engine_report;
mod engine_retention;
mod engine_retry;
mod engine_round;
mod engine_save;
mod engine_secrets;
mod engine_sync;
mod engine_sync_faults;
mod engine_workbook;
mod faults_cases;
mod faults_clock;
mod faults_disk;
mod faults_kill;
mod faults_network;
mod faults_offline;
mod faults_points;
mod faults_power;
mod faults_round;
mod faults_syscalls;
mod holdings;
mod logs;
mod power;
mod quotas;
mod scripted_log;
mod strace;
mod sync_worker;
