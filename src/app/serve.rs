//! Runs the box from start to a stop in two steps.
//!
//! The first SIGTERM or SIGINT is polite: health turns to 503, every client is told and comes back by itself to the
//! next start, requests at hand are finished. A second one, or the end of the patience, ends whatever is left.

use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

use super::Foundation;
use super::backup::keep_backups;
use super::control::ControlSocket;
use crate::backup::Upload;
use crate::clock::{Clock, Timestamp};
use crate::config::{self, Endpoint, Limits, Settings, Sources};
use crate::domain::room::live::ChatLimits;
use crate::http::{Api, ApiParts, ClientErrors, HttpLimits, Reached, SocketLimits, router, serve_connection};
use crate::hub::{Hub, HubLimits, OutboxLimits};
use crate::net::banner::{banner, urls};
use crate::net::ca::Authority;
use crate::net::interfaces;
use crate::net::listener::{Incoming, Listener};
use crate::net::names::{self, Names};
use crate::net::relay_check::RelayCheck;
use crate::net::sockets::{self, Sockets};
use crate::net::tls::{CertificateSlot, server_config, trusting};
use crate::turn::credentials::Credentials;
use crate::turn::ice::{Bound, IceIssuer};
use crate::turn::{self, RelayHandle};

/// How long the polite step may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often expired sessions are swept out of the store.
const SWEEP: Duration = Duration::from_hours(1);

/// Why the box ended.
pub enum Ended {
    /// It was told to stop.
    Stopped,
    /// It is to become the box that this backup holds.
    Restoring(Upload),
}

/// Runs the box until it is told to stop, or to become another.
///
/// # Errors
/// When it can't start: what, why, and what to do.
pub async fn serve(sources: &Sources, settings: &Settings) -> Result<Ended> {
    let config = &settings.config;
    let clock = Clock::system();
    let started = clock.monotonic();
    let mut stop_signals = StopSignals::listen()?;
    raise_open_files();
    let foundation = Arc::new(Foundation::open(config, clock.clone())?);
    let interrupted = foundation.store.rooms().end_open_stays(clock.now()).await?;
    if interrupted > 0 {
        info!(stays = interrupted, "ended the stays that the last run left open");
    }
    let sockets = sockets::bind(&addresses(&config.listen), &addresses(&config.udp_listen))?;
    let (tcp_addresses, udp_addresses) = local_addresses(&sockets)?;
    let interfaces = interfaces::addresses().context("can't list the addresses of this machine")?;
    let names = Names::of_box(&config.hostname, names::machine().as_ref(), &interfaces);
    let authority = Authority::open(&config.data_dir.join("tls"), clock.now(), &names)?;
    let tls = server_config(certificate(&authority, &names, clock.now())?)?;

    let credentials = Credentials::random();
    let relay = turn::start(relay_settings(&config.turn), sockets.udp, credentials.clone(), clock.clone())
        .context("can't start the relay")?;
    let relay = Arc::new(relay);
    let ca =
        CertificateDer::from_pem_slice(authority.pem().as_bytes()).context("can't read the box's own CA")?;
    let relay_check =
        RelayCheck::new(credentials.clone(), clock.clone(), &udp_addresses, &tcp_addresses, trusting(&[ca])?);
    let hub = Hub::new(clock.clone(), foundation.store.clone(), hub_limits(&config.limits));
    let (draining, stopped) = (CancellationToken::new(), CancellationToken::new());
    let (restores, mut restoring) = mpsc::channel(1);
    let signaling = TaskTracker::new();
    let api = Api::new(ApiParts {
        clock: clock.clone(),
        started,
        store: foundation.store.clone(),
        accounts: foundation.accounts.clone(),
        sessions: foundation.sessions.clone(),
        hub: hub.clone(),
        ice: IceIssuer::new(
            credentials,
            config.turn.credential_minutes.duration(),
            Bound { udp: udp_addresses, tcp: tcp_addresses.clone(), names: host_names(&names) },
        ),
        archive: foundation.archive.clone(),
        restores,
        relay: relay.clone(),
        relay_check: relay_check.clone(),
        client_errors: ClientErrors::default(),
        sources: sources.clone(),
        settings: settings.clone(),
        sockets: signaling.clone(),
        draining: draining.clone(),
        limits: http_limits(&config.limits),
    });
    let router = router(api.clone());
    let background = TaskTracker::new();
    background.spawn(keep_journal(hub.clone(), stopped.clone()));
    let control = ControlSocket::bind(&config.data_dir).context("can't make the control socket")?;
    for task in keep_house(&foundation, control, api) {
        background.spawn(stopped.clone().run_until_cancelled_owned(task));
    }
    let header_timeout = config.limits.header_read_timeout_seconds.duration();
    let listener = Listener::new(tls, &config.limits, stopped.clone());
    let connections = Connections { router, relay: relay.clone(), header_timeout, stopped: stopped.clone() };
    background.spawn(connections.take(listener, sockets.tcp));
    background.spawn(stopped.clone().run_until_cancelled_owned(check_relay(relay_check)));
    announce(&foundation, &urls(&tcp_addresses, &config.hostname, &interfaces))?;

    let ended = tokio::select! {
        () = stop_signals.next() => Ended::Stopped,
        Some(upload) = restoring.recv() => Ended::Restoring(upload),
    };
    info!("going down; a second signal ends it at once");
    draining.cancel();
    hub.drain();
    signaling.close();
    let polite = async {
        signaling.wait().await;
        stopped.cancel();
        background.close();
        background.wait().await;
    };
    tokio::select! {
        () = polite => {}
        () = tokio::time::sleep(PATIENCE) => warn!("some connections did not end in time"),
        () = stop_signals.next() => warn!("ending at once"),
    }
    stopped.cancel();
    relay.shutdown();
    info!("down");
    Ok(ended)
}

/// Every connection and every allocation takes a file handle. The system's default for them is for programs that are
/// not written for many; the most that it allows is for those that are.
fn raise_open_files() {
    let raised = getrlimit(Resource::RLIMIT_NOFILE)
        .and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
    if let Err(error) = raised {
        warn!(%error, "could not raise the limit of open files; it bounds connections and calls");
    }
}

/// SIGTERM and SIGINT, as one stream.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Who serves what comes in.
struct Connections {
    router: Router,
    relay: Arc<RelayHandle>,
    header_timeout: Duration,
    stopped: CancellationToken,
}

impl Connections {
    /// Serves each connection as what it turns out to be, until `stopped`.
    async fn take(self, listener: Listener, sockets: Vec<std::net::TcpListener>) {
        let served = listener.run(sockets, move |incoming, peer, local| {
            let (router, relay, stopped) = (self.router.clone(), self.relay.clone(), self.stopped.clone());
            async move {
                match incoming {
                    Incoming::Https(stream) => {
                        let reached = Reached { peer, local };
                        serve_connection(router, *stream, reached, self.header_timeout, stopped).await;
                    }
                    // the relay ends these when it ends itself
                    Incoming::Turn(stream) => {
                        let _ = stopped.run_until_cancelled(relay.adopt(stream)).await;
                    }
                }
            }
        });
        if let Err(error) = served.await {
            error!(%error, "no connections are taken");
        }
    }
}

/// What goes on beside the calls for as long as the box runs.
fn keep_house(foundation: &Arc<Foundation>, control: ControlSocket, api: Api) -> [BoxFuture<'static, ()>; 3] {
    [
        control.run(foundation.clone(), api).boxed(),
        sweep(foundation.clone()).boxed(),
        keep_backups(foundation.clone()).boxed(),
    ]
}

async fn keep_journal(hub: Hub, stopped: CancellationToken) {
    hub.keep_journal(stopped).await;
}

async fn sweep(foundation: Arc<Foundation>) {
    let mut times = tokio::time::interval(SWEEP);
    loop {
        times.tick().await;
        if let Err(error) = foundation.sessions.sweep().await {
            warn!(%error, "could not sweep expired sessions out");
        }
    }
}

async fn check_relay(check: RelayCheck) {
    let failures = check.run().await.into_iter().filter_map(|checked| {
        let error = checked.failure?;
        warn!(transport = ?checked.transport, %error, "the relay does not work");
        Some(())
    });
    if failures.count() == 0 {
        info!("the relay works over UDP, TCP and TLS");
    }
}

fn announce(foundation: &Foundation, urls: &[String]) -> Result<()> {
    let setup_token = foundation.accounts.offer_setup()?;
    let mut out = io::stdout().lock();
    let text = banner(urls, setup_token.as_deref(), out.is_terminal());
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("can't print where the box is")
}

fn certificate(authority: &Authority, names: &Names, now: Timestamp) -> Result<Arc<CertificateSlot>> {
    let certificate = authority.server_certificate(now, names)?;
    if certificate.issued {
        info!("issued a server certificate");
    }
    if !certificate.left_out.is_empty() {
        let names = certificate.left_out.join(", ");
        warn!(names, "the box's own authority may not vouch for these: browsers will warn there");
    }
    Ok(CertificateSlot::new(certificate.certified))
}

fn host_names(names: &Names) -> Vec<String> {
    names.hosts.iter().map(ToString::to_string).collect()
}

fn relay_settings(turn: &config::Turn) -> turn::Settings {
    if turn.allow_loopback {
        warn!("relayed traffic may go to this machine's own loopback: for tests and benches alone");
    }
    let count = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
    turn::Settings {
        realm: turn.realm.clone(),
        relay_ports: turn.relay_ports.first()..=turn.relay_ports.last(),
        limits: turn::Limits {
            allocations_per_user: count(turn.max_allocations_per_user),
            allocations_per_address: count(turn.max_allocations_per_address),
            allocations: count(turn.max_allocations),
            streams_per_address: count(turn.max_streams_per_address),
            kilobits_per_allocation: turn.max_kilobits_per_allocation.into(),
            ..turn::Limits::default()
        },
        allow_loopback: turn.allow_loopback,
        allow_public: turn.allow_public,
    }
}

fn hub_limits(limits: &Limits) -> HubLimits {
    HubLimits {
        connections: limits.max_connections,
        connections_per_user: limits.max_connections_per_user,
        chat: ChatLimits { characters: limits.max_chat_characters, lines_kept: limits.chat_history },
        outbox: OutboxLimits { messages: limits.outbox_messages, bytes: limits.outbox_bytes },
        seat_kept: limits.seat_kept_seconds.duration(),
    }
}

fn http_limits(limits: &Limits) -> HttpLimits {
    let ping_interval = limits.ping_interval_seconds.duration();
    HttpLimits {
        body_bytes: limits.max_body_bytes,
        rooms_per_user: limits.rooms_per_user,
        socket: SocketLimits {
            frame_bytes: limits.max_frame_bytes,
            ping_interval,
            silence: ping_interval + limits.ping_timeout_seconds.duration(),
        },
    }
}

fn addresses(endpoints: &[Endpoint]) -> Vec<SocketAddr> {
    endpoints.iter().map(|endpoint| endpoint.0).collect()
}

fn local_addresses(sockets: &Sockets) -> io::Result<(Vec<SocketAddr>, Vec<SocketAddr>)> {
    let tcp = sockets.tcp.iter().map(std::net::TcpListener::local_addr).collect::<io::Result<_>>()?;
    let udp = sockets.udp.iter().map(std::net::UdpSocket::local_addr).collect::<io::Result<_>>()?;
    Ok((tcp, udp))
}
