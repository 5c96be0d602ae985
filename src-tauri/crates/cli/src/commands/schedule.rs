//! `schedule`: what to give to systemd, launchd or the Task Scheduler. Nothing is installed.

use std::path::Path;

use engine::Code;
use serde_json::json;

use crate::args::ScheduleArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

pub(crate) fn run(session: &Session, args: &ScheduleArgs) -> Result<Exit, Failure> {
    let program = std::env::current_exe().map_err(|_| Failure::new(Code::Internal))?;
    let folder = session.common.data_dir.as_deref().map(std::path::absolute).transpose();
    let folder = folder.map_err(|_| Failure::usage("--data-dir must name a folder."))?;
    let job = Job { program: &program, folder: folder.as_deref(), minutes: args.every };
    let document = json!({
        "systemd": { "service": job.service(), "timer": job.timer() },
        "launchd": job.launchd(),
        "task_scheduler": job.task_scheduler(),
    });
    session.output.result(&document, || job.lines(std::env::consts::OS));
    Ok(Exit::Done)
}

struct Job<'a> {
    program: &'a Path,
    folder: Option<&'a Path>,
    minutes: u32,
}

impl Job<'_> {
    fn words(&self) -> Vec<String> {
        let folder = self.folder.map(|folder| ["--data-dir".to_owned(), folder.display().to_string()]);
        let program = self.program.display().to_string();
        let round = ["sync", "--all", "--due", "--quiet"].map(str::to_owned);
        std::iter::once(program).chain(folder.into_iter().flatten()).chain(round).collect()
    }

    /// systemd.service(5): `%` and `$` are doubled, quotes hold spaces.
    fn service(&self) -> String {
        let word = |word: String| {
            let plain = word.replace('%', "%%").replace('$', "$$").replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{plain}\"")
        };
        let command: Vec<String> = self.words().into_iter().map(word).collect();
        format!(
            "[Unit]\nDescription=Tandem: read what is due\n\n[Service]\nType=oneshot\nExecStart={}\n",
            command.join(" ")
        )
    }

    /// systemd.timer(5).
    fn timer(&self) -> String {
        format!(
            "[Unit]\nDescription=Tandem: read what is due\n\n[Timer]\nOnStartupSec=5min\nOnUnitActiveSec={}min\n\
             RandomizedDelaySec=2min\n\n[Install]\nWantedBy=timers.target\n",
            self.minutes
        )
    }

    /// launchd.plist(5).
    fn launchd(&self) -> String {
        let word = |word: String| {
            let plain = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("    <string>{plain}</string>\n")
        };
        let words: String = self.words().into_iter().map(word).collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  \
             <string>dev.tandem.sync</string>\n  <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n  \
             <key>StartInterval</key>\n  <integer>{}</integer>\n</dict>\n</plist>\n",
            u64::from(self.minutes) * 60
        )
    }

    /// `schtasks /Create`; inner quotes are escaped as it wants them.
    fn task_scheduler(&self) -> String {
        let quoted: Vec<String> = self
            .words()
            .into_iter()
            .map(|word| if word.contains(' ') { format!("\\\"{word}\\\"") } else { word })
            .collect();
        format!("schtasks /Create /TN Tandem /SC MINUTE /MO {} /TR \"{}\"", self.minutes, quoted.join(" "))
    }

    fn lines(&self, system: &str) -> String {
        match system {
            "macos" => format!(
                "# ~/Library/LaunchAgents/dev.tandem.sync.plist\n{}\n# then:\n\
                 launchctl load ~/Library/LaunchAgents/dev.tandem.sync.plist",
                self.launchd()
            ),
            "windows" => self.task_scheduler(),
            _ => format!(
                "# ~/.config/systemd/user/tandem-sync.service\n{}\n# ~/.config/systemd/user/tandem-sync.timer\n{}\n\
                 # then:\nsystemctl --user enable --now tandem-sync.timer",
                self.service(),
                self.timer()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job<'static> {
        Job {
            program: Path::new("/opt/my tools/100%/tandemctl"),
            folder: Some(Path::new("/srv/a&b")),
            minutes: 90,
        }
    }

    #[test]
    fn systemd_gets_one_command_line_with_its_signs_kept() {
        let line = "ExecStart=\"/opt/my tools/100%%/tandemctl\" \"--data-dir\" \"/srv/a&b\" \"sync\" \"--all\" \"--due\" \"--quiet\"\n";
        assert!(job().service().contains(line), "{}", job().service());
        assert!(job().timer().contains("OnUnitActiveSec=90min"));
    }

    #[test]
    fn launchd_gets_text_that_is_no_markup() {
        let plist = job().launchd();
        assert!(plist.contains("<string>/srv/a&amp;b</string>") && plist.contains("<integer>5400</integer>"));
    }

    #[test]
    fn the_task_scheduler_gets_quotes_inside_quotes() {
        let expected = "schtasks /Create /TN Tandem /SC MINUTE /MO 90 /TR \
            \"\\\"/opt/my tools/100%/tandemctl\\\" --data-dir /srv/a&b sync --all --due --quiet\"";
        assert_eq!(job().task_scheduler(), expected);
    }
}
