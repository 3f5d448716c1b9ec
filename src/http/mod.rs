//! HTTP: the API, the page, and the way in to the signaling socket.
//!
//! Handlers translate: a request into a call of `auth`, `store` or `hub`, their answer into JSON. They decide
//! nothing.

mod account;
mod admin;
mod assets;
mod body;
mod caller;
mod client_errors;
mod layers;
mod meter;
mod metrics;
mod network;
mod openapi;
mod problem;
mod relay;
mod rooms;
mod serve;
mod sessions;
mod socket;
mod status;
mod throttle;
mod trust;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{DefaultBodyLimit, Extension};
use axum::http::Method;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get};
use axum::{Router, middleware};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use admin::rooms::RoomsShown;
pub use assets::licences;
pub use client_errors::ClientErrors;
pub use meter::HttpMeter;
pub use serve::{ConnectionLimits, serve_connection};
pub use socket::SocketLimits;

use crate::auth::accounts::Accounts;
use crate::auth::session::Sessions;
use crate::backup::{Archive, Upload};
use crate::clock::Clock;
use crate::config::{Settings, Sources};
use crate::doctor::Doctor;
use crate::domain::room::record::RoomRecord;
use crate::hub::Hub;
use crate::limiter::Limiter;
use crate::net::relay_check::RelayCheck;
use crate::net::situation::Situation;
use crate::net::trust::TrustPage;
use crate::protocol::api::Room;
use crate::protocol::error::ErrorCode;
use crate::store::Store;
use crate::turn::RelayHandle;
use crate::turn::ice::IceIssuer;
use body::BodyTimeout;
use problem::ApiError;

/// Where the signaling socket is opened.
const SOCKET: &str = "/ws";

/// What the handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<ApiParts>);

/// The parts that `app` puts together.
pub struct ApiParts {
    /// The time.
    pub clock: Clock,
    /// When the box started.
    pub started: Instant,
    /// Documents.
    pub store: Store,
    /// Accounts.
    pub accounts: Accounts,
    /// Sessions.
    pub sessions: Sessions,
    /// How often anyone may ask.
    pub limiter: Limiter,
    /// Rooms and connections.
    pub hub: Hub,
    /// STUN and TURN servers with credentials.
    pub ice: IceIssuer,
    /// Backups.
    pub archive: Archive,
    /// Takes the backup that the box is to become.
    pub restores: mpsc::Sender<Upload>,
    /// The relay.
    pub relay: Arc<RelayHandle>,
    /// Whether it works.
    pub relay_check: RelayCheck,
    /// The box's place in its networks.
    pub situation: Situation,
    /// Who examines it.
    pub doctor: Doctor,
    /// Where the settings come from, to be changed there.
    pub sources: Sources,
    /// Those in force.
    pub settings: Settings,
    /// How devices come to trust the box.
    pub trust: TrustPage,
    /// What broke in people's pages.
    pub client_errors: ClientErrors,
    /// What HTTP counts.
    pub meter: HttpMeter,
    /// The tasks of open sockets.
    pub sockets: TaskTracker,
    /// Cancelled when the box begins to go down.
    pub draining: CancellationToken,
    /// What is allowed.
    pub limits: HttpLimits,
}

/// What HTTP and its sockets allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// The most bytes of a request's body.
    pub body_bytes: usize,
    /// How long a client may take for it.
    pub body_timeout: Duration,
    /// Open rooms of one user.
    pub rooms_per_user: usize,
    /// How a signaling socket is kept.
    pub socket: SocketLimits,
}

/// Which of its addresses the box was reached by, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The client.
    pub peer: SocketAddr,
    /// The box's own end.
    pub local: SocketAddr,
}

impl std::ops::Deref for Api {
    type Target = ApiParts;

    fn deref(&self) -> &ApiParts {
        &self.0
    }
}

impl Api {
    /// Handlers over these parts.
    pub fn new(parts: ApiParts) -> Self {
        Self(Arc::new(parts))
    }

    fn is_draining(&self) -> bool {
        self.draining.is_cancelled()
    }

    /// A room as its owner and admins see it, with those present at this moment rather than when it was last written.
    pub fn shown(&self, room: &RoomRecord) -> Room {
        Room { current_participants: self.hub.present(&room.room_id), ..room.shown(true) }
    }
}

/// Everything that the box answers over HTTPS.
pub fn router(api: Api) -> Router {
    let calls = Router::new()
        .merge(account::routes())
        .merge(sessions::routes())
        .merge(admin::routes())
        .merge(rooms::routes())
        .merge(status::routes())
        .merge(relay::routes())
        .merge(network::routes())
        .merge(client_errors::routes())
        .route("/openapi.json", get(openapi::document))
        .fallback(|| async {
            ApiError::new(ErrorCode::NotFound, "there is no such call; see /api/openapi.json")
        })
        .method_not_allowed_fallback(|method: Method| async move {
            ApiError::new(ErrorCode::MethodNotAllowed, format!("this call does not take {method}"))
                .into_response()
        })
        .layer(middleware::from_fn(layers::never_cached))
        .layer(Extension(BodyTimeout(api.limits.body_timeout)))
        .layer(DefaultBodyLimit::max(api.limits.body_bytes));
    let limit = || middleware::from_fn_with_state(api.clone(), layers::limit);
    let beside = beside_the_api().into_iter().fold(Router::new(), |router, (path, route)| {
        router.route(path, if path == SOCKET { route.layer(limit()) } else { route })
    });
    Router::new()
        .nest("/api", calls.layer(limit()))
        .merge(beside)
        .fallback(assets::serve)
        .layer(middleware::from_fn_with_state(api.clone(), layers::correlate))
        // outside of what makes errors into problems, which are answers of their own
        .layer(middleware::from_fn(layers::protect))
        .layer(middleware::from_fn_with_state(api.clone(), layers::measure))
        .with_state(api)
}

/// The paths that are neither of the API nor of the page's files. Each is read with `GET`.
pub fn paths_beside_the_api() -> Vec<&'static str> {
    beside_the_api().into_iter().map(|(path, _)| path).collect()
}

fn beside_the_api() -> Vec<(&'static str, MethodRouter<Api>)> {
    let own = [
        (SOCKET, get(socket::upgrade)),
        ("/metrics", get(metrics::metrics)),
        ("/trust/socket", get(trust::greet)),
    ];
    own.into_iter().chain(TrustPage::paths().map(|path| (path, get(trust::answer)))).collect()
}
