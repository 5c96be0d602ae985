/// What the process gives up before it does anything.
pub(crate) fn apply() {
    engine::guard_panics("tandem");
    #[cfg(unix)]
    narrow_the_process();
    #[cfg(target_os = "linux")]
    restart_for_the_renderer();
}

/// No core files, here or in the processes of the web view, which inherit the limit; files for their owner alone.
#[cfg(unix)]
fn narrow_the_process() {
    use rustix::process::{Resource, Rlimit, setrlimit, umask};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    umask(rustix::fs::Mode::from_raw_mode(0o077));
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// With NVIDIA's own driver the web view's usual renderer leaves the window white. The environment of a running
/// process cannot be changed safely, so this one starts itself again.
#[cfg(target_os = "linux")]
fn restart_for_the_renderer() {
    use std::os::unix::process::CommandExt;
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let nvidia = std::path::Path::new("/proc/driver/nvidia/version").exists();
    if !nvidia || std::env::var_os(SWITCH).is_some() {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let error =
            std::process::Command::new(program).args(std::env::args_os().skip(1)).env(SWITCH, "1").exec();
        eprintln!("tandem: goes on with the usual renderer: {error}");
    }
}
