//! What the facts mean: one finding for each thing that was looked at, in words, with cause and cure where it is not as
//! it should be. `docs/troubleshooting.md` has every code.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use super::machine::{Disk, Permissions};
use crate::clock::Timestamp;
use crate::config::HostName;
use crate::net::ca::EARLIEST;
use crate::net::discovery::Discovery;
use crate::net::interfaces::{self, Interface};
use crate::net::provided::Provided;
use crate::net::relay_check::Checked;
use crate::protocol::network::{Finding, Level};

const MEBIBYTE: u64 = 1024 * 1024;
/// With less than this the store can't be written for long.
const DISK_FULL: u64 = 50 * MEBIBYTE;
/// With less than this something should be done.
const DISK_LOW: u64 = 500 * MEBIBYTE;
/// Clocks that differ by less agree.
const CLOCKS_AGREE: Duration = Duration::from_mins(2);
/// A certificate is renewed thirty days before its end: with less than this left, it was not.
const CERTIFICATE_SOON: Duration = Duration::from_hours(14 * 24);
/// Every device has to trust a new authority: that takes planning.
const AUTHORITY_SOON: Duration = Duration::from_hours(365 * 24);
/// One is made every night: with none for longer, several were not.
const BACKUP_OLD: Duration = Duration::from_hours(3 * 24);
/// File handles for all but connections.
const OWN_FILES: u64 = 256;
/// The port where STUN is looked for by convention.
const STUN_PORT: u16 = 3478;

/// What is known of the server certificate.
#[derive(Default)]
pub(super) struct CertificateFound {
    /// When it ends; nothing if there is none.
    pub(super) not_after: Option<Timestamp>,
    /// What of the box it can't cover.
    pub(super) left_out: Vec<String>,
    /// Why it could not be renewed.
    pub(super) problem: Option<String>,
}

/// What is known of the backups that the box makes by itself.
pub(super) struct BackupsFound {
    /// Where they go.
    pub(super) directory: PathBuf,
    /// Whether there are to be any.
    pub(super) automatic: bool,
    /// When the newest was made.
    pub(super) newest: Option<Timestamp>,
    /// Why the latest could not be.
    pub(super) failure: Option<String>,
}

fn good(code: &str, found: impl Into<String>) -> Finding {
    Finding { code: code.to_owned(), level: Level::Good, found: found.into(), cause: None, cure: None }
}

fn bad(level: Level, code: &str, found: impl Into<String>, cause: &str, cure: impl Into<String>) -> Finding {
    let cause = Some(cause.to_owned());
    Finding { code: code.to_owned(), level, found: found.into(), cause, cure: Some(cure.into()) }
}

pub(super) fn at_rest() -> Finding {
    bad(
        Level::Warning,
        "not-running",
        "The box does not run on this data directory; relay and network were not tried.",
        "It was not started, it failed at start, or it runs on another data directory.",
        "Start it (systemctl start neko, or neko serve) and look at its log; then examine it again.",
    )
}

pub(super) fn permissions(found: &Permissions) -> Finding {
    let directory = found.directory.display();
    if !found.exists {
        return good(
            "data-dir-new",
            format!("The data directory {directory} will be made at the first start."),
        );
    }
    if let Some(problem) = &found.unusable {
        return bad(
            Level::Broken,
            "data-dir-unusable",
            format!("The data directory {directory} can't be used: {problem}."),
            "It belongs to another user, or its disk is mounted for reading alone; a memory card that is worn out is.",
            "Give it to the user that the box runs as, or replace the disk and restore a backup.",
        );
    }
    if !found.open.is_empty() {
        let open: Vec<String> = found.open.iter().map(|path| path.display().to_string()).collect();
        return bad(
            Level::Warning,
            "data-dir-open",
            format!("Others on this machine may read or change {}.", open.join(", ")),
            "Its permissions were changed: keys and accounts are for the box alone.",
            format!("chmod -R o= {directory}"),
        );
    }
    good("data-dir-good", format!("The data directory {directory} is the box's alone."))
}

pub(super) fn disk(found: std::io::Result<Disk>) -> Finding {
    let cure = "Remove old backups and logs, or move the data directory to a larger disk.";
    match found {
        Err(error) => bad(
            Level::Warning,
            "disk-unknown",
            format!("The free space on the disk can't be told: {error}."),
            "The file system does not say.",
            cure,
        ),
        Ok(Disk { free, total }) => {
            let (free_mib, total_mib) = (free / MEBIBYTE, total / MEBIBYTE);
            let text = format!("{free_mib} MiB of {total_mib} MiB are free on the disk.");
            if free < DISK_FULL {
                let cause =
                    "The disk is all but full: nothing new can be stored soon, and no backup be made.";
                bad(Level::Broken, "disk-full", text, cause, cure)
            } else if free < DISK_LOW {
                bad(Level::Warning, "disk-low", text, "The disk fills up.", cure)
            } else {
                good("disk-good", text)
            }
        }
    }
}

pub(super) fn clock(now: Timestamp, machine: Timestamp) -> Finding {
    let cure = "Set the time on the admin page, or give the machine a time server or a clock with a battery.";
    if now < EARLIEST {
        return bad(
            Level::Broken,
            "clock-unset",
            format!("It can't be {now}."),
            "The machine has no clock that goes on without power, and nobody has told it the time since.",
            cure,
        );
    }
    if now.since(machine) > CLOCKS_AGREE {
        return bad(
            Level::Warning,
            "clock-behind",
            format!("The machine's clock says {machine}; the box goes by {now}."),
            "The machine woke up in the past, and time never goes back behind what the box has seen.",
            cure,
        );
    }
    if machine.since(now) > CLOCKS_AGREE {
        return bad(
            Level::Warning,
            "clock-ahead",
            format!("The machine's clock says {machine}; an admin has set the box's to {now}."),
            "The machine's clock is ahead.",
            "Set the machine's clock right; the box follows by itself.",
        );
    }
    good("clock-good", format!("It is {now}. Compare that with your watch."))
}

pub(super) fn open_files(most: Option<u64>, connections: usize) -> Finding {
    let connections = u64::try_from(connections).unwrap_or(u64::MAX);
    match most {
        Some(most) if most < connections.saturating_add(OWN_FILES) => bad(
            Level::Warning,
            "files-few",
            format!(
                "The system allows {most} open files; {connections} connections are allowed by the settings."
            ),
            "Every connection and every relayed call takes one.",
            "Raise LimitNOFILE in the unit (or ulimit -n), or lower limits.max-connections.",
        ),
        _ => good("files-good", "The system allows as many connections as the settings."),
    }
}

pub(super) fn addresses(found: &[Interface]) -> Finding {
    let addresses = interfaces::addresses(found);
    let reachable: Vec<&IpAddr> = addresses.iter().filter(|address| !address.is_loopback()).collect();
    let left_out: Vec<&str> = found
        .iter()
        .filter(|interface| interface.excluded)
        .map(|interface| interface.name.as_str())
        .collect();
    if reachable.is_empty() && !left_out.is_empty() {
        return bad(
            Level::Broken,
            "addresses-left-out",
            format!("Every network is left out by the settings: {}.", left_out.join(", ")),
            "net.exclude-interfaces fits all of this machine's interfaces.",
            "Take the one that people use out of that list in neko.toml.",
        );
    }
    if reachable.is_empty() {
        return bad(
            Level::Broken,
            "addresses-none",
            "The machine has no network address: nobody but itself reaches the box.",
            "No cable is plugged in, no wireless network joined, or no address was given.",
            "Plug it in. The box notices by itself and need not be restarted.",
        );
    }
    let link_local = |address: &&&IpAddr| matches!(address, IpAddr::V4(v4) if v4.is_link_local());
    if reachable.iter().filter(link_local).count() == reachable.len() {
        return bad(
            Level::Warning,
            "addresses-link-local",
            "The machine has an address of its own making alone (169.254.x.y).",
            "No router gave it one: devices with a proper address don't reach it.",
            "Look at the router's DHCP, or give the machine a fixed address.",
        );
    }
    let shown: Vec<String> = reachable.iter().map(ToString::to_string).collect();
    let at = format!("The box is at {}.", shown.join(", "));
    let without = format!(" Left out: {}.", left_out.join(", "));
    good("addresses-good", if left_out.is_empty() { at } else { at + &without })
}

pub(super) fn addresses_unknown(error: &dyn Display) -> Finding {
    bad(
        Level::Warning,
        "addresses-unknown",
        format!("The machine does not tell its addresses: {error}."),
        "A sandbox may forbid asking.",
        "Allow AF_NETLINK in the unit (RestrictAddressFamilies).",
    )
}

pub(super) fn ports(tcp: &[SocketAddr], udp: &[SocketAddr]) -> Finding {
    let list =
        |addresses: &[SocketAddr]| addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let text = format!("Listening for TCP on {} and for UDP on {}.", list(tcp), list(udp));
    let same =
        tcp.iter().all(|tcp| udp.iter().any(|udp| udp.port() == tcp.port() || udp.port() == STUN_PORT));
    if udp.is_empty() || !same {
        return bad(
            Level::Warning,
            "ports-no-udp",
            text,
            "Calls that are relayed go over TCP, which is slower.",
            "Let udp-listen have the ports of listen, or leave it empty.",
        );
    }
    good("ports-good", text + " Firewalls on the way must let these through.")
}

pub(super) fn ports_at_rest(bound: Result<(), String>) -> Finding {
    match bound {
        Ok(()) => good("ports-free", "The box's ports are free."),
        Err(problem) => bad(
            Level::Broken,
            "ports-taken",
            format!("The box can't have its ports: {problem}."),
            "Another program, or another box, is there; or the port is below 1024 and not allowed.",
            "Do what the line above says.",
        ),
    }
}

pub(super) fn certificate(found: &CertificateFound, now: Timestamp) -> Finding {
    let Some(not_after) = found.not_after else {
        return good("certificate-new", "The certificate will be made at the next start.");
    };
    let left = not_after.since(now);
    if left < CERTIFICATE_SOON {
        let level = if left.is_zero() { Level::Broken } else { Level::Warning };
        let problem = found.problem.as_deref().unwrap_or("the box did not run, or its clock is wrong");
        return bad(
            level,
            "certificate-ending",
            format!("The certificate is good until {not_after} and was not renewed: {problem}."),
            "It is renewed by itself thirty days before its end; something keeps that from happening.",
            "Mend what the line above says, then: neko cert renew",
        );
    }
    if let Some(problem) = &found.problem {
        return bad(
            Level::Warning,
            "certificate-problem",
            format!("A new certificate could not be made: {problem}."),
            "The present one goes on being used; new names and addresses are not in it.",
            "Mend what the line above says; the box tries again by itself.",
        );
    }
    if !found.left_out.is_empty() {
        return bad(
            Level::Warning,
            "certificate-incomplete",
            format!("Browsers warn at {}.", found.left_out.join(", ")),
            "The box's authority was made without these, and it may vouch for nothing on the internet but what it had \
             from the start.",
            "Use a private name or address. Or, if every device can be asked to trust anew, stop the box, remove tls/ca.pem \
             and tls/ca.key from the data directory, and start it.",
        );
    }
    good("certificate-good", format!("The certificate covers every name and address until {not_after}."))
}

pub(super) fn provided(found: &Provided, now: Timestamp) -> Finding {
    let cure = "Replace the files of tls.certificate and tls.key, or look at the ACME directory; the box takes up what comes.";
    if let Some(problem) = &found.problem {
        return bad(
            Level::Warning,
            "own-certificate-bad",
            format!("The certificate from elsewhere can't be had: {problem}."),
            "What was read before goes on being used; where there is none, the box's own certificate is.",
            cure,
        );
    }
    let Some(facts) = &found.facts else {
        return good("own-certificate-none", "The certificate from elsewhere was not read yet.");
    };
    if facts.not_after.since(now) < CERTIFICATE_SOON {
        return bad(
            Level::Warning,
            "own-certificate-ending",
            format!("The certificate from elsewhere is good until {}.", facts.not_after),
            "Whoever made it has to make the next one.",
            cure,
        );
    }
    let names = facts.names.join(", ");
    good(
        "own-certificate-good",
        format!("The certificate from elsewhere is for {names}, until {}.", facts.not_after),
    )
}

pub(super) fn authority(not_after: Option<Timestamp>, now: Timestamp) -> Finding {
    let Some(not_after) = not_after else {
        return good("authority-new", "The certificate authority will be made at the next start.");
    };
    let left = not_after.since(now);
    if left < AUTHORITY_SOON {
        let level = if left.is_zero() { Level::Broken } else { Level::Warning };
        return bad(
            level,
            "authority-ending",
            format!("What devices trust is good until {not_after}."),
            "A certificate authority lasts ten years.",
            "Choose a day, stop the box, remove tls/ca.pem and tls/ca.key from the data directory, start it, and lead \
             everyone to /trust again.",
        );
    }
    good("authority-good", format!("What devices trust is good until {not_after}."))
}

pub(super) fn discovery(wished: Option<&HostName>, found: &Discovery, reachable: bool) -> Finding {
    let Some(wished) = wished else {
        return good("mdns-off", "Multicast DNS is turned off; people need an address or a name in DNS.");
    };
    if let Some(problem) = &found.problem {
        return bad(
            Level::Warning,
            "mdns-problem",
            format!("The box can't be found as {wished}: {problem}."),
            "A firewall or a sandbox keeps it from UDP port 5353.",
            "Allow that, or tell people an address; net.mdns = false ends this warning.",
        );
    }
    match &found.name {
        Some(name) if found.announced && name != wished => bad(
            Level::Warning,
            "mdns-renamed",
            format!("The box is found as {name}, not as {wished}."),
            "Another machine on the network has that name: perhaps a second box.",
            "Use the new name, or give each box one of its own by net.mdns-name.",
        ),
        Some(name) if found.announced => good("mdns-good", format!("The box is found as {name}.")),
        _ if reachable => bad(
            Level::Warning,
            "mdns-silent",
            format!("The network has not been told of {wished} yet."),
            "It takes some seconds after the start; if it stays so, multicast does not get through.",
            "Examine the box again in a minute.",
        ),
        _ => good("mdns-waiting", format!("The box will be found as {wished} once there is a network.")),
    }
}

pub(super) fn relay(checks: Option<&[Checked]>) -> Vec<Finding> {
    let Some(checks) = checks else {
        return vec![bad(
            Level::Broken,
            "relay-down",
            "The relay has stopped: calls between networks that don't see each other fail.",
            "Its thread failed; the log says why.",
            "Restart the box, and report what the log says.",
        )];
    };
    let failed: Vec<Finding> = checks
        .iter()
        .filter_map(|check| {
            let failure = check.failure.as_ref()?;
            Some(bad(
                Level::Broken,
                "relay-broken",
                format!("The relay does not work over {:?}: {failure}.", check.transport).replace("..", "."),
                "The box asked itself, by its own address, and got no payload back.",
                "Look for a firewall on the box itself, and at the settings under [turn].",
            ))
        })
        .collect();
    if failed.is_empty() {
        vec![good("relay-good", "The relay works over UDP, TCP and TLS.")]
    } else {
        failed
    }
}

pub(super) fn store(checked: Result<(), String>) -> Finding {
    match checked {
        Ok(()) => good("store-good", "Every document is whole."),
        Err(problem) => bad(
            Level::Broken,
            "store-damaged",
            format!("The documents are not whole: {problem}."),
            "The disk has lost or changed something; memory cards wear out.",
            "Make a copy of the data directory, then restore the latest backup on a good disk.",
        ),
    }
}

pub(super) fn backups(found: &BackupsFound, now: Timestamp) -> Finding {
    let directory = found.directory.display();
    let newest = found.newest.map_or_else(
        || format!("There is no backup in {directory}"),
        |newest| format!("The newest backup in {directory} is of {newest}"),
    );
    if let Some(failure) = &found.failure {
        return bad(
            Level::Warning,
            "backup-failed",
            format!("{newest}; the latest could not be made: {failure}."),
            "The disk is full or worn out, or the directory or the file with the passphrase can't be used.",
            "Mend what it says; the box tries again within the hour.",
        );
    }
    if !found.automatic {
        return bad(
            Level::Warning,
            "backup-off",
            format!("{newest}, and the box makes none by itself."),
            "The setting backup.automatic is off.",
            "Turn it on, or make sure that somebody makes them: neko backup FILE.",
        );
    }
    match found.newest {
        None => good("backup-new", format!("{newest} yet; the box makes one every night.")),
        Some(made) if now.since(made) > BACKUP_OLD => bad(
            Level::Warning,
            "backup-old",
            format!("{newest}."),
            "The box was off, or its clock was wrong.",
            "Leave it on: it makes the one that it missed within minutes.",
        ),
        Some(_) => good("backup-good", format!("{newest}.")),
    }
}

#[cfg(test)]
mod tests;
