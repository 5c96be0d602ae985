use std::io::Write;
use std::ops::Add;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::process::line;
use crate::stopwatch::Stopwatch;

/// What a job took; processor time of the process that did it, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) rows: f64,
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { rows: self.rows + other.rows, cpu: self.cpu + other.cpu, wall: self.wall + other.wall }
    }
}

/// Runs a program with a line on its standard input; what it prints.
pub(crate) fn with_input(mut command: Command, input: &str) -> Result<String, Failure> {
    let line = line(&command);
    let start = |reason| Failure::Start { line: line.clone(), reason };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(start)?;
    if let Some(mut pipe) = child.stdin.take() {
        let _ = writeln!(pipe, "{input}");
    }
    let done = child.wait_with_output().map_err(start)?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        Err(Failure::Exit { line })
    }
}

/// Runs a program and measures it from outside; the shell's `times` tells the processor time of its children.
pub(crate) fn cost_of(inner: &Command, input: &str) -> Result<Cost, Failure> {
    let mut command = Command::new("sh");
    command.args(["-c", "\"$@\" >/dev/null && times", "sh"]).arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let watch = Stopwatch::start();
    let times = with_input(command, input)?;
    let wall = watch.elapsed().as_secs_f64();
    let cpu =
        times.lines().nth(1).map(children).ok_or(Failure::Unreadable { what: "the answer of `times`" })?;
    Ok(Cost { rows: f64::NAN, cpu, wall })
}

/// `0m1.230s 0m0.450s` is user and system time.
fn children(line: &str) -> f64 {
    let parts = line.split_whitespace().filter_map(|part| part.strip_suffix('s')?.split_once('m'));
    parts.map(|(minutes, seconds)| seconds_of(minutes) * 60.0 + seconds_of(seconds)).sum()
}

fn seconds_of(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// The number behind a name in a line of JSON.
pub(crate) fn number(json: &str, name: &str) -> Option<f64> {
    let rest = json.split_once(&format!("\"{name}\":"))?.1.trim_start();
    let end = rest.find([',', '}', ' ', '\n']).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// The text behind a name in a line of JSON that holds no escapes there.
pub(crate) fn string(json: &str, name: &str) -> Option<String> {
    let rest = json.split_once(&format!("\"{name}\":"))?.1.trim_start().strip_prefix('"')?;
    Some(rest.split('"').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_say_is_read() {
        let line = r#"{"rows":300, "cpu_s": 1.25,"host":"api-x","wall_s":2}"#;
        assert_eq!(
            (number(line, "rows"), number(line, "cpu_s"), number(line, "wall_s")),
            (Some(300.0), Some(1.25), Some(2.0))
        );
        assert_eq!(string(line, "host").as_deref(), Some("api-x"));
        assert_eq!(number(line, "nothing"), None);
        assert!((children("1m2.500s 0m0.500s") - 63.0).abs() < 1e-9);
    }
}
