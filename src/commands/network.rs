//! `neko network`, `neko relay …` and `neko metrics`: what only a running box can say.

use std::io::Write;

use anyhow::{Result, bail};
use neko::app::live::{Live, Seen, look};
use neko::cli::RelayCommand;
use neko::config::Config;
use neko::protocol::api::{RelayAllocation, RelayCheckAnswer};
use neko::protocol::network::NetworkAnswer;

use super::{unexpected, write_json};

pub(super) fn network(json: bool, config: &Config, out: &mut impl Write) -> Result<()> {
    let Seen::Network(network) = look(config, Live::Network)? else { return Err(unexpected()) };
    if json {
        return write_json(&network, out);
    }
    let NetworkAnswer { urls, interfaces, tcp, udp, names, mdns, .. } = *network;
    let found = match (mdns.name, mdns.problem) {
        (_, Some(problem)) => problem,
        (Some(name), None) if mdns.announced => name,
        (Some(name), None) => format!("{name}, which no network has been told yet"),
        (None, None) if mdns.enabled => "no name yet".to_owned(),
        (None, None) => "off (net.mdns)".to_owned(),
    };
    writeln!(out, "addresses\t{}", urls.join(" "))?;
    writeln!(out, "names\t{}", names.join(" "))?;
    writeln!(out, "multicast DNS\t{found}")?;
    writeln!(out, "TCP\t{}", tcp.join(" "))?;
    writeln!(out, "UDP\t{}", udp.join(" "))?;
    for interface in interfaces {
        let note = if interface.excluded { "\tleft out (net.exclude-interfaces)" } else { "" };
        writeln!(out, "interface\t{}\t{}{note}", interface.name, interface.addresses.join(" "))?;
    }
    Ok(())
}

pub(super) fn relay(command: RelayCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        RelayCommand::List { json } => {
            let Seen::Relay(answer) = look(config, Live::Relay)? else { return Err(unexpected()) };
            if json {
                return write_json(&answer, out);
            }
            if !answer.running {
                bail!("the relay does not run; `neko doctor` says why");
            }
            answer.allocations.iter().try_for_each(|allocation| write_allocation(allocation, out))
        }
        RelayCommand::Stop { id } => {
            look(config, Live::StopRelayed(id))?;
            writeln!(out, "stopped")?;
            Ok(())
        }
        RelayCommand::Test { json } => {
            let Seen::RelayTested(answer) = look(config, Live::TestRelay)? else { return Err(unexpected()) };
            write_test(&answer, json, out)
        }
    }
}

pub(super) fn metrics(config: &Config, out: &mut impl Write) -> Result<()> {
    let Seen::Metrics(text) = look(config, Live::Metrics)? else { return Err(unexpected()) };
    write!(out, "{text}")?;
    Ok(())
}

fn write_allocation(allocation: &RelayAllocation, out: &mut impl Write) -> Result<()> {
    let RelayAllocation { id, user_id, transport, client, age_seconds, bytes_up, bytes_down, .. } =
        allocation;
    writeln!(
        out,
        "{id}\tuser {user_id}\t{transport} from {client}\t{age_seconds} s\t{bytes_up} bytes up\t{bytes_down} bytes down"
    )?;
    Ok(())
}

fn write_test(answer: &RelayCheckAnswer, json: bool, out: &mut impl Write) -> Result<()> {
    if json {
        write_json(answer, out)?;
    } else {
        for check in &answer.checks {
            let outcome = if check.works { "works" } else { "does not work" };
            writeln!(out, "{}\t{outcome}\t{}", check.transport, check.detail)?;
        }
    }
    if !answer.works {
        bail!("the relay does not work over every transport");
    }
    Ok(())
}
