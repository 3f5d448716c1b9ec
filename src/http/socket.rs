//! The signaling socket: upgrade, then frames in and out until either side has had enough.

use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{MissedTickBehavior, Sleep, interval, sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tracing::{debug, error};

use super::caller::{self, require_own_origin};
use super::layers::CorrelationId;
use super::problem::ApiError;
use super::throttle::Throttled;
use super::{Api, Reached};
use crate::auth::session::{Principal, SessionError};
use crate::clock::Clock;
use crate::hub::{CloseReason, Connection, Due, Identity, Outbox, Refused};
use crate::limiter::Limit;
use crate::net::listener::{ClientStream, Place};
use crate::protocol::error::ErrorCode;

/// The subprotocol that the box speaks.
const SUBPROTOCOL: &str = "neko.v1";

/// A client that can set no header puts its token behind this, as a second subprotocol.
const BEARER_SUBPROTOCOL: &str = "bearer.";

/// A frame over the limit is refused and the socket lives; one over this many times the limit ends it, for it
/// would have to be read whole before it could be refused.
const HARD_LIMIT_FACTOR: usize = 4;

/// How long a client has to read the last frames before its socket is cut.
const FAREWELL: Duration = Duration::from_secs(2);

/// When a client may try again that has, or is among, too many.
const REFUSED_SECONDS: u32 = 10;

/// How long a client is not read from that said one thing too many: answering all that it says is no way to make it
/// say less.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);

/// How the socket is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocketLimits {
    /// The most bytes of a text frame.
    pub frame_bytes: usize,
    /// How long without a word from the client until it is asked for one.
    pub ping_interval: Duration,
    /// How long without a word until the socket is closed.
    pub silence: Duration,
    /// How fast it is read at most; 0 for as fast as it comes.
    pub kilobytes_per_second: u32,
}

/// `GET /ws`.
pub(super) async fn upgrade(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    Extension(place): Extension<Place>,
    Extension(correlation_id): Extension<CorrelationId>,
    request: Request,
) -> Result<Response, ApiError> {
    let principal = recognise(&api, &request)?;
    let host = caller::host(request.headers(), request.uri());
    let (mut parts, _) = request.into_parts();
    let offers_subprotocol = subprotocols(&parts.headers).any(|name| name == SUBPROTOCOL);
    let on_upgrade = OnUpgradeExtension::from_request_parts(&mut parts, &()).await?.0;
    let handshake = axum::http::Request::from_parts(parts, ());
    let response = create_response_with_body(&handshake, || ()).map_err(|error| {
        ApiError::new(ErrorCode::BadMessage, format!("this is no WebSocket handshake: {error}"))
    })?;
    let session_id = principal.session_id.clone();
    let mut connection = connect(&api, principal, reached, host, correlation_id)?;
    // a session that ended before it was connected told nobody here
    if !api.sessions.is_alive(&session_id)? {
        return Err(SessionError::Ended.into());
    }
    let sockets = api.sockets.clone();
    let (limits, clock) = (api.limits.socket, api.clock.clone());
    sockets.spawn(async move {
        // boxed: what the upgrade needs must not stay with the socket. By reference: what is moved into a future is
        // in it twice
        let Some(mut socket) = Box::pin(open(on_upgrade, limits, clock)).await else { return };
        converse(&mut socket, &mut connection, limits).await;
        drop(place);
    });
    let mut response = response.map(|()| Body::empty());
    if offers_subprotocol {
        let name = HeaderValue::from_static(SUBPROTOCOL);
        response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, name);
    }
    Ok(response.into_response())
}

type Socket = WebSocketStream<Throttled<ClientStream>>;

struct OnUpgradeExtension(OnUpgrade);

impl<S: Send + Sync> FromRequestParts<S> for OnUpgradeExtension {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, _: &S) -> Result<Self, ApiError> {
        let detail = "open this as a WebSocket over HTTP/1.1";
        let upgrade = parts.extensions.remove::<OnUpgrade>();
        upgrade.map(Self).ok_or_else(|| ApiError::new(ErrorCode::BadMessage, detail))
    }
}

fn recognise(api: &Api, request: &Request) -> Result<Principal, ApiError> {
    let headers = request.headers();
    let in_subprotocol = || subprotocols(headers).find_map(|name| name.strip_prefix(BEARER_SUBPROTOCOL));
    if let Some(token) = caller::bearer(headers).or_else(in_subprotocol) {
        return Ok(api.sessions.recognise(token)?);
    }
    let token = caller::access_cookie(headers)
        .ok_or_else(|| ApiError::new(ErrorCode::Unauthenticated, "log in before opening the socket"))?;
    require_own_origin(headers, request.uri())?;
    Ok(api.sessions.recognise(&token)?)
}

fn connect(
    api: &Api,
    principal: Principal,
    reached: Reached,
    host: Option<String>,
    CorrelationId(correlation_id): CorrelationId,
) -> Result<Connection, ApiError> {
    let Principal { visitor, session_id, user, display_name } = principal;
    let ice_servers = {
        let (api, user_id, session_id) = (api.clone(), visitor.user_id, session_id.clone());
        Box::new(move || {
            api.ice.servers(reached.local, host.as_deref(), user_id, &session_id, api.clock.now())
        })
    };
    let identity = Identity { session_id, visitor, display_name, ice_servers, correlation_id };
    api.hub.connect(identity, user).map_err(|refused: Refused| {
        api.limiter.count(Limit::Sockets);
        ApiError::new(ErrorCode::RateLimited, refused.to_string()).retry_after(REFUSED_SECONDS)
    })
}

fn subprotocols(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

/// The bare stream as a socket: HTTP's own buffers are let go.
async fn open(on_upgrade: OnUpgrade, limits: SocketLimits, clock: Clock) -> Option<Socket> {
    let upgraded = match on_upgrade.await {
        Ok(upgraded) => upgraded,
        Err(error) => {
            debug!(%error, "the client went away before the upgrade");
            return None;
        }
    };
    let Ok(parts) = auto::upgrade::downcast::<TokioIo<ClientStream>>(upgraded) else {
        error!("a socket came over something other than TLS");
        return None;
    };
    let config = WebSocketConfig::default()
        // the default of 128 KiB would be most of what a connection costs
        .read_buffer_size(4 * 1024)
        .write_buffer_size(8 * 1024)
        .max_message_size(Some(limits.frame_bytes * HARD_LIMIT_FACTOR))
        .max_frame_size(Some(limits.frame_bytes * HARD_LIMIT_FACTOR));
    let stream = Throttled::new(parts.io.into_inner(), limits.kilobytes_per_second, clock);
    let read = parts.read_buf.to_vec();
    Some(WebSocketStream::from_partially_read(stream, read, Role::Server, Some(config)).await)
}

async fn converse(socket: &mut Socket, connection: &mut Connection, limits: SocketLimits) {
    let outbox = connection.outbox().clone();
    let mut heartbeat = interval(limits.ping_interval);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.reset();
    // ticks since the last word from the client
    let mut silent_ticks = 0;
    // once a frame could not be read none can be: what is left is to say so
    let mut broken = false;
    // whether the client said that it closes the socket; one that ends without was lost
    let mut closed = false;
    let mut pause: Option<Pin<Box<Sleep>>> = None;
    loop {
        tokio::select! {
            due = outbox.due() => match due {
                Due::Messages(messages) => {
                    let frames = messages.into_iter().map(Message::Text);
                    if let Err(unwritten) = write(socket, &outbox, frames, limits.silence).await {
                        return unwritten.end(connection, closed);
                    }
                }
                Due::Close(messages, reason) => {
                    connection.note_close(reason);
                    let frames = messages.into_iter().map(Message::Text).chain([close_frame(reason)]);
                    let _ = timeout(FAREWELL, say_farewell(socket, frames)).await;
                    return;
                }
            },
            () = async { pause.as_mut().expect("looked at only where there is one").await }, if pause.is_some() => {
                pause = None;
            }
            frame = socket.next(), if !broken && pause.is_none() => {
                silent_ticks = 0;
                let heeded = match frame {
                    Some(Ok(Message::Text(text))) if text.len() > limits.frame_bytes => {
                        connection.refuse(ErrorCode::TooLarge, too_large(limits), None)
                    }
                    Some(Ok(Message::Text(text))) => connection.handle(&text),
                    Some(Ok(Message::Binary(_))) => {
                        connection.refuse(ErrorCode::BadMessage, "messages are JSON in text frames".into(), None)
                    }
                    // tungstenite answers pings and the closing handshake by itself
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(()),
                    Some(Ok(Message::Close(_))) => {
                        closed = true;
                        Ok(())
                    }
                    Some(Err(Error::Capacity(_))) => {
                        broken = true;
                        let refused = connection.refuse(ErrorCode::TooLarge, too_large(limits), None);
                        connection.close(CloseReason::TooLarge);
                        refused
                    }
                    Some(Err(Error::Utf8(_) | Error::Protocol(_))) => {
                        broken = true;
                        let what = "this is not the WebSocket protocol".to_owned();
                        let refused = connection.refuse(ErrorCode::BadMessage, what, None);
                        connection.close(CloseReason::Protocol);
                        refused
                    }
                    Some(Err(_)) | None => {
                        if !closed {
                            connection.lose();
                        }
                        return;
                    }
                };
                if heeded.is_err() {
                    pause = Some(Box::pin(sleep(REFUSED_PAUSE)));
                }
            }
            _ = heartbeat.tick() => {
                silent_ticks += 1;
                if limits.ping_interval * silent_ticks >= limits.silence {
                    // by the socket alone: the outbox stays open for whoever goes on with the seat
                    connection.lose();
                    connection.note_close(CloseReason::Silent);
                    let _ = timeout(FAREWELL, say_farewell(socket, [close_frame(CloseReason::Silent)])).await;
                    return;
                }
                let ping = [Message::Ping(Bytes::new())];
                if let Err(unwritten) = write(socket, &outbox, ping, limits.silence).await {
                    return unwritten.end(connection, closed);
                }
            }
        }
    }
}

fn too_large(limits: SocketLimits) -> String {
    format!("a message has at most {} bytes", limits.frame_bytes)
}

/// Why frames could not be written. What was written may have ended amid a frame: no other can follow.
enum Unwritten {
    /// The line is gone.
    Broken,
    /// The client takes nothing.
    Untaken,
    /// The outbox was closed over it.
    Closed,
}

impl Unwritten {
    /// Gives the socket up; one whose client had not said that it `closed` it was lost.
    fn end(self, connection: &mut Connection, closed: bool) {
        match self {
            Self::Broken if !closed => connection.lose(),
            Self::Untaken => {
                connection.lose();
                connection.note_close(CloseReason::Silent);
            }
            Self::Broken | Self::Closed => {}
        }
    }
}

/// Writes frames, unless the outbox is closed over it, or the client does not take one within `patience`: meanwhile
/// it is not listened to, and one that does not read would hold the task for ever.
async fn write(
    socket: &mut Socket,
    outbox: &Outbox,
    frames: impl IntoIterator<Item = Message>,
    patience: Duration,
) -> Result<(), Unwritten> {
    let all = async {
        for frame in frames {
            timeout(patience, socket.feed(frame)).await.map_err(|_| Unwritten::Untaken)??;
        }
        Ok(timeout(patience, socket.flush()).await.map_err(|_| Unwritten::Untaken)??)
    };
    tokio::select! {
        result = all => result,
        () = async { outbox.closed().await; sleep(FAREWELL).await } => Err(Unwritten::Closed),
    }
}

impl From<Error> for Unwritten {
    fn from(_: Error) -> Self {
        Self::Broken
    }
}

fn close_frame(reason: CloseReason) -> Message {
    Message::Close(Some(CloseFrame { code: CloseCode::from(reason.code()), reason: reason.text().into() }))
}

async fn say_farewell(socket: &mut Socket, frames: impl IntoIterator<Item = Message>) -> Result<(), Error> {
    for frame in frames {
        socket.feed(frame).await?;
    }
    socket.flush().await?;
    // a stream closed over unread bytes is reset, and our last words with it: read on until the client has read
    // them and closes, its frames first, then whatever is no frame
    while let Some(Ok(frame)) = socket.next().await {
        if frame.is_close() {
            break;
        }
    }
    let stream = socket.get_mut();
    stream.shutdown().await?;
    let mut rest = vec![0; 8 * 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
