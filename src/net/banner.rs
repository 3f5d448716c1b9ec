//! What `serve` says when it is ready: where the box is, and how to make its first admin.
//!
//! Text alone; whoever prints it says where.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use crate::config::HostName;

/// The box's URLs, best first: for each address it listens on that address; for a wildcard the `hosts` from the
/// settings and then the machine's `addresses` of the same family (`[::]` has both), loopback only if there is
/// nothing else, and last the name that it is `found_as` by those who need no DNS.
pub fn urls(
    listening: &[SocketAddr],
    hosts: &[HostName],
    addresses: &[IpAddr],
    found_as: Option<&HostName>,
) -> Vec<String> {
    let mut urls = Vec::new();
    for listening in listening {
        let port = listening.port();
        let mut add = |host: String| {
            let url = format!("https://{host}:{port}");
            if !urls.contains(&url) {
                urls.push(url);
            }
        };
        if !listening.ip().is_unspecified() {
            add(in_url(listening.ip()));
            continue;
        }
        for host in hosts {
            add(host.to_string());
        }
        let reachable = addresses.iter().filter(|address| listening.is_ipv6() || address.is_ipv4());
        let (loopback, others): (Vec<&IpAddr>, Vec<_>) = reachable.partition(|address| address.is_loopback());
        let found_as = found_as.filter(|_| !others.is_empty());
        let shown = if others.is_empty() { loopback } else { others };
        for address in shown {
            add(in_url(*address));
        }
        if let Some(name) = found_as {
            add(name.to_string());
        }
    }
    urls
}

/// The link by which the first admin is made.
pub fn setup_link(url: &str, token: &str) -> String {
    format!("{url}/setup#{token}")
}

/// The lines for `urls`, best first: `neko ready https://HOST:PORT`, then the others, then the set-up link while there
/// is no admin. On a terminal a QR code of that link, or else of the first address, for a phone's camera.
pub fn banner(urls: &[String], setup_token: Option<&str>, on_terminal: bool) -> String {
    let Some((best, others)) = urls.split_first() else { return String::new() };
    let mut text = format!("neko ready {best}\n");
    for url in others {
        let _ = writeln!(text, "also at {url}");
    }
    let link = setup_token.map(|token| setup_link(best, token));
    if let Some(link) = &link {
        let _ = writeln!(text, "Set up the first admin: {link}");
    }
    if on_terminal && let Ok(code) = QrCode::new(link.as_ref().unwrap_or(best)) {
        // most terminals are dark: what is printed are the light modules and the light border
        let image = code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
        let _ = writeln!(text, "\n{image}");
    }
    text
}

fn in_url(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls_of(listening: &[&str], hosts: &[&str], addresses: &[&str]) -> Vec<String> {
        let listening: Vec<SocketAddr> = listening.iter().map(|text| text.parse().unwrap()).collect();
        let hosts: Vec<HostName> = hosts.iter().map(|text| text.parse().unwrap()).collect();
        let addresses: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
        urls(&listening, &hosts, &addresses, Some(&"neko.local".parse().unwrap()))
    }

    #[test]
    fn a_concrete_address_is_what_is_shown() {
        assert_eq!(urls_of(&["127.0.0.1:43211"], &["neko.lan"], &["10.0.0.5"]), ["https://127.0.0.1:43211"]);
        assert_eq!(urls_of(&["[fd00::5]:443"], &[], &[]), ["https://[fd00::5]:443"]);
    }

    #[test]
    fn a_wildcard_is_shown_as_all_that_people_can_use() {
        let addresses = ["192.168.1.5", "fd00::5", "127.0.0.1", "::1"];
        assert_eq!(
            urls_of(&["[::]:8443"], &["neko.lan"], &addresses),
            [
                "https://neko.lan:8443",
                "https://192.168.1.5:8443",
                "https://[fd00::5]:8443",
                "https://neko.local:8443"
            ]
        );
        assert_eq!(
            urls_of(&["0.0.0.0:8443"], &[], &addresses),
            ["https://192.168.1.5:8443", "https://neko.local:8443"]
        );
        assert_eq!(urls_of(&["0.0.0.0:8443"], &[], &["127.0.0.1", "::1"]), ["https://127.0.0.1:8443"]);
    }

    #[test]
    fn no_address_is_shown_twice() {
        assert_eq!(
            urls_of(&["[::]:1", "0.0.0.0:1"], &[], &["10.0.0.5"]),
            ["https://10.0.0.5:1", "https://neko.local:1"]
        );
    }

    #[test]
    fn the_first_line_is_for_programs_and_the_rest_for_people() {
        let urls = ["https://10.0.0.5:8443".to_owned(), "https://[fd00::5]:8443".to_owned()];
        assert_eq!(banner(&urls[..1], None, false), "neko ready https://10.0.0.5:8443\n");
        assert_eq!(
            banner(&urls, Some("t0ken"), false),
            "neko ready https://10.0.0.5:8443\nalso at https://[fd00::5]:8443\n\
             Set up the first admin: https://10.0.0.5:8443/setup#t0ken\n"
        );
    }

    #[test]
    fn a_terminal_gets_a_code_for_the_camera() {
        let urls = ["https://10.0.0.5:8443".to_owned()];
        let plain = banner(&urls, None, false);
        let shown = banner(&urls, None, true);
        let code = shown.strip_prefix(&plain).unwrap();
        let lines: Vec<&str> = code.trim_matches('\n').lines().collect();
        let width = lines[0].chars().count();
        // a border of four light modules around, two modules of height a line
        assert!(width >= 29 && lines.len() == width.div_ceil(2));
        assert!(lines.iter().all(|line| line.chars().count() == width));
        assert!(lines[0].chars().all(|c| c == '█'));
    }
}
