//! What the process takes of the machine, under the names that all exporters give it. What the system does
//! not tell is left out.

use std::fs;
use std::time::Duration;

use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage};
use nix::sys::time::TimeValLike;

use super::page::Page;

pub(super) fn write(page: &mut Page) {
    if let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) {
        let micros = (usage.user_time() + usage.system_time()).num_microseconds();
        let spent = Duration::from_micros(micros.try_into().unwrap_or(0));
        page.counter("process_cpu_seconds_total", "CPU time, in user and system mode.", spent.as_secs_f64());
    }
    if let Some(bytes) = resident_bytes() {
        page.gauge("process_resident_memory_bytes", "Memory held.", bytes);
    }
    if let Ok(handles) = fs::read_dir("/proc/self/fd") {
        page.gauge("process_open_fds", "Open file handles.", handles.count());
    }
    if let Ok((most, _)) = getrlimit(Resource::RLIMIT_NOFILE) {
        page.gauge("process_max_fds", "The most of them.", most);
    }
}

fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
