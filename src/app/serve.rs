//! Runs the box from start to a stop in two steps.
//!
//! The first SIGTERM or SIGINT is polite: health turns to 503, every client is told and comes back by itself to the
//! next start, requests at hand are finished. A second one, or the end of the patience, ends whatever is left.

use std::io::{self, IsTerminal, Write};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

use super::Foundation;
use super::backup::keep_backups;
use super::control::ControlSocket;
use super::keys::keep_key_fresh;
use super::service_manager::ServiceManager;
use super::surroundings::Surroundings;
use super::timekeeping;
use crate::backup::Upload;
use crate::clock::Clock;
use crate::config::{self, Config, Endpoint, Limits, Settings, Sources};
use crate::doctor::{self, Doctor};
use crate::domain::room::live::ChatLimits;
use crate::http::{
    Api, ApiParts, ClientErrors, ConnectionLimits, HttpLimits, HttpMeter, Reached, SocketLimits, router,
    serve_connection,
};
use crate::hub::{Hub, HubLimits, OutboxLimits};
use crate::limiter::Limiter;
use crate::net::banner::banner;
use crate::net::listener::{Incoming, Listener};
use crate::net::relay_check::RelayCheck;
use crate::net::situation::Situation;
use crate::net::sockets::{self, Sockets};
use crate::net::tls::{server_config, trusting};
use crate::net::trust::TrustPage;
use crate::turn::credentials::Credentials;
use crate::turn::ice::{Bound, IceIssuer};
use crate::turn::{self, RelayHandle};

/// How long the polite step may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often sessions are ended that have expired.
const SWEEP: Duration = Duration::from_mins(5);

/// How often those are forgotten who were counted and have not come by since.
const SWEEP_LIMITER: Duration = Duration::from_mins(1);

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
    let manager = Arc::new(ServiceManager::of_environment(|name| std::env::var_os(name)));
    let mut stop_signals = StopSignals::listen()?;
    raise_open_files();
    let foundation = Arc::new(Foundation::open(config, clock.clone())?);
    end_interrupted_stays(&foundation).await?;
    let sockets = sockets::bind(&addresses(&config.listen), &addresses(&config.udp_listen))?;
    let http_sockets = sockets::bind_http(&addresses(&config.http_listen));
    let (tcp_addresses, udp_addresses) = local_addresses(&sockets)?;
    let surroundings = Surroundings::open(config, &clock)?;
    let certificate = surroundings.certificate.clone();
    let situation = surroundings.situation(&config.hostname, &tcp_addresses, &udp_addresses);
    let tls = server_config(certificate.slot())?;
    let trust = TrustPage::new(certificate.authority());

    let Relaying { relay, relay_check, ice } = Relaying::start(config, sockets.udp, &clock, &situation)?;
    let limiter = Limiter::new(clock.clone(), &config.limits);
    let hub = Hub::new(clock.clone(), foundation.store.clone(), hub_limits(&config.limits), limiter.clone());
    end_with_sessions(&foundation, hub.clone(), relay.clone());
    let (draining, stopped) = (CancellationToken::new(), CancellationToken::new());
    let (restores, mut restoring) = mpsc::channel(1);
    let signaling = TaskTracker::new();
    let doctor = call_doctor(config, &clock, &foundation, &relay, &relay_check, &situation);
    let api = Api::new(ApiParts {
        clock: clock.clone(),
        started,
        store: foundation.store.clone(),
        accounts: foundation.accounts.clone(),
        sessions: foundation.sessions.clone(),
        limiter: limiter.clone(),
        hub: hub.clone(),
        ice: ice.clone(),
        archive: foundation.archive.clone(),
        restores,
        relay: relay.clone(),
        relay_check: relay_check.clone(),
        doctor,
        situation: situation.clone(),
        trust: trust.clone(),
        sources: sources.clone(),
        settings: settings.clone(),
        client_errors: ClientErrors::default(),
        meter: HttpMeter::default(),
        sockets: signaling.clone(),
        draining: draining.clone(),
        limits: http_limits(&config.limits),
    });
    let router = router(api.clone());
    let background = TaskTracker::new();
    background.spawn(keep_journal(hub.clone(), stopped.clone()));
    let control = ControlSocket::bind(&config.data_dir).context("can't make the control socket")?;
    let beside = [
        surroundings.keep(ice, tcp_addresses.clone()).boxed(),
        timekeeping::keep(clock.clone(), config.data_dir.clone()).boxed(),
        timekeeping::follow(clock.clone(), foundation.sessions.clone()).boxed(),
        sweep_limiter(limiter.clone()).boxed(),
    ];
    for task in keep_house(&foundation, control, api).into_iter().chain(beside) {
        background.spawn(stopped.clone().run_until_cancelled_owned(task));
    }
    let listener = Listener::new(tls, &config.limits, limiter, trust, stopped.clone());
    background.spawn(take_connections(
        listener,
        Ports { all: sockets.tcp, http: http_sockets },
        router,
        relay.clone(),
        connection_limits(&config.limits),
        stopped.clone(),
    ));
    background.spawn(stopped.clone().run_until_cancelled_owned(check_relay(relay_check)));
    let urls = situation.urls();
    announce(&foundation, &urls)?;
    manager.ready(urls.first().map(String::as_str));
    background.spawn(stopped.clone().run_until_cancelled_owned(manager.clone().keep_alive()));

    let ended = tokio::select! {
        () = stop_signals.next() => Ended::Stopped,
        Some(upload) = restoring.recv() => Ended::Restoring(upload),
    };
    info!("going down; a second signal ends it at once");
    manager.stopping();
    draining.cancel();
    hub.drain();
    signaling.close();
    let polite = async {
        signaling.wait().await;
        stopped.cancel();
        background.close();
        background.wait().await;
    };
    end_politely(polite, &mut stop_signals).await;
    stopped.cancel();
    relay.shutdown();
    timekeeping::stop(&clock, &config.data_dir);
    info!("down");
    Ok(ended)
}

/// Who examines the running box.
fn call_doctor(
    config: &Config,
    clock: &Clock,
    foundation: &Foundation,
    relay: &Arc<RelayHandle>,
    relay_check: &RelayCheck,
    situation: &Situation,
) -> Doctor {
    Doctor::new(doctor::Parts {
        config: config.clone(),
        clock: clock.clone(),
        store: foundation.store.clone(),
        archive: foundation.archive.clone(),
        relay: relay.clone(),
        relay_check: relay_check.clone(),
        situation: situation.clone(),
    })
}

/// Ends the stays in rooms that a crash left open.
async fn end_interrupted_stays(foundation: &Foundation) -> Result<()> {
    let interrupted = foundation.store.rooms().end_open_stays(foundation.clock.now()).await?;
    if interrupted > 0 {
        info!(stays = interrupted, "ended the stays that the last run left open");
    }
    Ok(())
}

/// Waits for the polite step, but not longer than the patience lasts or until a second signal.
async fn end_politely(polite: impl Future<Output = ()>, stop_signals: &mut StopSignals) {
    tokio::select! {
        () = polite => {}
        () = tokio::time::sleep(PATIENCE) => warn!("some connections did not end in time"),
        () = stop_signals.next() => warn!("ending at once"),
    }
}

/// The relay, and what goes with it.
struct Relaying {
    relay: Arc<RelayHandle>,
    relay_check: RelayCheck,
    ice: IceIssuer,
}

impl Relaying {
    fn start(config: &Config, udp: Vec<UdpSocket>, clock: &Clock, situation: &Situation) -> Result<Self> {
        let credentials = Credentials::random();
        let relay = turn::start(relay_settings(&config.turn), udp, credentials.clone(), clock.clone())
            .context("can't start the relay")?;
        let relay_check = RelayCheck::new(
            credentials.clone(),
            clock.clone(),
            &situation.udp,
            &situation.tcp,
            trusting(&[situation.certificate.authority().der().clone()])?,
            situation.whereabouts.clone(),
        );
        let bound = Bound { udp: situation.udp.clone(), tcp: situation.tcp.clone() };
        let ice = IceIssuer::new(credentials, config.turn.credential_minutes.duration(), bound);
        Ok(Self { relay: Arc::new(relay), relay_check, ice })
    }
}

/// Where TCP connections come in.
struct Ports {
    /// For everything that the box speaks over TCP.
    all: Vec<TcpListener>,
    /// For plain HTTP alone, which leads to HTTPS.
    http: Vec<TcpListener>,
}

/// Takes connections on `ports` until `stopped`, each to whom it speaks to.
async fn take_connections(
    listener: Listener,
    ports: Ports,
    router: Router,
    relay: Arc<RelayHandle>,
    limits: ConnectionLimits,
    stopped: CancellationToken,
) {
    let served = listener.run(ports.all, ports.http, move |incoming, peer, local, place| {
        let (router, relay, stopped) = (router.clone(), relay.clone(), stopped.clone());
        async move {
            match incoming {
                Incoming::Https(stream) => {
                    let reached = Reached { peer, local };
                    serve_connection(router, *stream, reached, place, limits, stopped).await;
                }
                // the relay ends these when it ends itself
                Incoming::Turn(stream) => {
                    let _ = stopped.run_until_cancelled(relay.adopt(stream)).await;
                    drop(place);
                }
            }
        }
    });
    if let Err(error) = served.await {
        error!(%error, "no connections are taken");
    }
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

/// What goes on beside the calls for as long as the box runs.
fn keep_house(foundation: &Arc<Foundation>, control: ControlSocket, api: Api) -> [BoxFuture<'static, ()>; 4] {
    [
        control.run(foundation.clone(), api).boxed(),
        sweep(foundation.clone()).boxed(),
        keep_backups(foundation.clone()).boxed(),
        keep_key_fresh(foundation.clone()).boxed(),
    ]
}

async fn keep_journal(hub: Hub, stopped: CancellationToken) {
    hub.keep_journal(stopped).await;
}

/// Has sockets and relayed addresses end with the session that they were had in.
fn end_with_sessions(foundation: &Foundation, hub: Hub, relay: Arc<turn::RelayHandle>) {
    foundation.sessions.when_ended(move |session_id| {
        hub.end_session(session_id);
        relay.end_session(session_id.clone());
    });
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

async fn sweep_limiter(limiter: Limiter) {
    let mut times = tokio::time::interval(SWEEP_LIMITER);
    loop {
        times.tick().await;
        limiter.sweep();
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
        udp_offload: turn.udp_offload,
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
        body_timeout: limits.body_read_timeout_seconds.duration(),
        rooms_per_user: limits.rooms_per_user,
        socket: SocketLimits {
            frame_bytes: limits.max_frame_bytes,
            ping_interval,
            silence: ping_interval + limits.ping_timeout_seconds.duration(),
            kilobytes_per_second: limits.kilobytes_per_second,
        },
    }
}

fn connection_limits(limits: &Limits) -> ConnectionLimits {
    ConnectionLimits {
        header_timeout: limits.header_read_timeout_seconds.duration(),
        header_bytes: limits.max_header_bytes,
    }
}

fn addresses(endpoints: &[Endpoint]) -> Vec<SocketAddr> {
    endpoints.iter().map(|endpoint| endpoint.0).collect()
}

fn local_addresses(sockets: &Sockets) -> io::Result<(Vec<SocketAddr>, Vec<SocketAddr>)> {
    let tcp = sockets.tcp.iter().map(TcpListener::local_addr).collect::<io::Result<_>>()?;
    let udp = sockets.udp.iter().map(UdpSocket::local_addr).collect::<io::Result<_>>()?;
    Ok((tcp, udp))
}
