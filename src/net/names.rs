//! All names and addresses by which the box is reached: what its certificate must cover.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::config::HostName;

/// What the box is called, best first, without repetitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// DNS names.
    pub hosts: Vec<HostName>,
    /// IP addresses, loopback among them.
    pub addresses: Vec<IpAddr>,
}

impl Names {
    /// The names from the settings, then those that follow from what the machine calls itself (its name, and the
    /// same under `.local`), then `neko.local` and `localhost`; the `addresses`, and loopback.
    pub fn of_box(configured: &[HostName], machine: Option<&HostName>, addresses: &[IpAddr]) -> Self {
        let mut hosts = configured.to_vec();
        if let Some(machine) = machine {
            let short = machine.as_str().split('.').next().unwrap_or_default();
            hosts.push(machine.clone());
            hosts.extend(
                [short.to_owned(), format!("{short}.local")].iter().filter_map(|name| name.parse().ok()),
            );
        }
        hosts.extend(["neko.local", "localhost"].iter().filter_map(|name| name.parse().ok()));

        let mut all = addresses.to_vec();
        all.extend([IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]);
        Self { hosts: without_repetitions(hosts), addresses: without_repetitions(all) }
    }
}

/// What the machine calls itself, if that is a name that others could use.
pub fn machine() -> Option<HostName> {
    hostname::get().ok()?.to_str()?.parse().ok()
}

fn without_repetitions<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    list.into_iter().fold(Vec::new(), |mut unique, item| {
        if !unique.contains(&item) {
            unique.push(item);
        }
        unique
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(configured: &[&str], machine: Option<&str>) -> Vec<String> {
        let configured: Vec<HostName> = configured.iter().map(|name| name.parse().unwrap()).collect();
        let machine = machine.map(|name| name.parse().unwrap());
        Names::of_box(&configured, machine.as_ref(), &[]).hosts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_settings_names_come_first_and_none_twice() {
        assert_eq!(hosts(&[], None), ["neko.local", "localhost"]);
        assert_eq!(
            hosts(&["meet.school.lan"], Some("neko.school.lan")),
            ["meet.school.lan", "neko.school.lan", "neko", "neko.local", "localhost"]
        );
        assert_eq!(hosts(&["pi"], Some("pi")), ["pi", "pi.local", "neko.local", "localhost"]);
    }

    #[test]
    fn loopback_is_always_among_the_addresses() {
        let addresses: [IpAddr; 2] = ["10.0.0.5".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        let names = Names::of_box(&[], None, &addresses);
        let shown: Vec<_> = names.addresses.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["10.0.0.5", "127.0.0.1", "::1"]);
    }
}
