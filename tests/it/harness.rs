//! Starts the real binary on a free port and speaks to it as a client would, with its own CA as the only trust.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, Once};
use std::thread::JoinHandle;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use neko::config::Config;
use neko::store::Location;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Longer than anything takes on a busy machine; only a failing test waits for it.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The password of everyone in the tests.
pub const PASSWORD: &str = "correct horse battery";

/// What to start the binary with.
pub const SERVE: [&str; 5] = ["serve", "--listen", "127.0.0.1:0", "--log-level", "debug"];

/// A running box; killed when dropped.
pub struct TestBox {
    child: Child,
    /// Its data directory.
    pub data: Arc<TempDir>,
    /// `https://127.0.0.1:PORT`.
    pub url: String,
    /// The other addresses, as far as they were said before the set-up link.
    pub others: Vec<SocketAddr>,
    /// The one-time token of the set-up link, while there is no admin.
    pub setup_token: Option<String>,
    log: Arc<(Mutex<String>, Condvar)>,
    log_reader: Option<JoinHandle<()>>,
}

impl TestBox {
    /// A box on a new data directory.
    pub fn start(args: &[&str]) -> Self {
        Self::start_on(Arc::new(tempfile::tempdir().unwrap()), args)
    }

    /// A box on a data directory that may have been used before.
    pub fn start_on(data: Arc<TempDir>, args: &[&str]) -> Self {
        Self::start_in(data, args, &[])
    }

    /// A box on a data directory, with these variables in its environment.
    pub fn start_in(data: Arc<TempDir>, args: &[&str], variables: &[(&str, &OsStr)]) -> Self {
        let mut command = neko(data.path());
        command.args(SERVE).args(args).envs(variables.iter().copied());
        Self::start_by(data, command)
    }

    /// A box on a data directory that this command starts.
    pub fn start_by(data: Arc<TempDir>, mut command: Command) -> Self {
        install_crypto();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new((Mutex::new(String::new()), Condvar::new()));
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let sink = log.clone();
        let log_reader = std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let mut log = sink.0.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
                sink.1.notify_all();
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut output = String::new();
        while !output.contains("neko ready ") {
            if stdout.read_line(&mut output).unwrap() == 0 {
                let status = child.wait().unwrap();
                panic!("the box ended before it was ready ({status}):\n{output}{}", log.0.lock().unwrap());
            }
        }
        let ready = output.lines().find_map(|line| line.strip_prefix("neko ready ")).unwrap().to_owned();
        // the set-up link, if any, follows in the same write
        let mut setup_token = None;
        if !has_admin(data.path()) {
            while setup_token.is_none() {
                assert_ne!(stdout.read_line(&mut output).unwrap(), 0, "no set-up link:\n{output}");
                setup_token = output
                    .split_once("/setup#")
                    .map(|(_, rest)| rest.split_whitespace().next().unwrap().to_owned());
            }
            std::fs::write(data.path().join("set-up-link-seen"), "").unwrap();
        }
        let others =
            output.lines().filter_map(|line| line.strip_prefix("also at https://")?.parse().ok()).collect();
        // keeps the pipe open, and notices when the box has become another
        let sink = log.clone();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok).filter(|line| line.starts_with("neko ready ")) {
                sink.0.lock().unwrap().push_str(&(line + "\n"));
                sink.1.notify_all();
            }
        });
        Self { child, data, url: ready, others, setup_token, log, log_reader: Some(log_reader) }
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> SocketAddr {
        self.url.strip_prefix("https://").unwrap().parse().unwrap()
    }

    /// Someone without a session.
    pub fn stranger(&self) -> Client {
        Client {
            url: self.url.clone(),
            http: http_client(&self.ca_path(), None),
            address: None,
            token: None,
            ca: self.ca_path(),
            user: Value::Null,
        }
    }

    /// Someone without a session on another machine of this machine's loopback network.
    pub fn stranger_at(&self, address: IpAddr) -> Client {
        Client {
            http: http_client(&self.ca_path(), Some(address)),
            address: Some(address),
            ..self.stranger()
        }
    }

    /// Someone who comes back with a token from before.
    pub fn returning(&self, token: Option<String>) -> Client {
        Client { token, ..self.stranger() }
    }

    /// The first admin, made by the set-up link.
    pub async fn admin(&self) -> Client {
        let mut client = self.stranger();
        let token = self.setup_token.as_deref().expect("the box had no admin");
        let body = json!({"setupToken": token, "username": "root", "email": "root@box.lan", "password": PASSWORD,
            "displayName": "Root"});
        client.enter(&client.post("/api/setup", &body).await.expect(StatusCode::CREATED));
        client
    }

    /// A plain user; the box must be open for registration.
    pub async fn user(&self, name: &str) -> Client {
        let mut client = self.stranger();
        let body = json!({"username": name, "email": format!("{name}@box.lan"), "password": PASSWORD});
        client.enter(&client.post("/api/auth/register", &body).await.expect(StatusCode::CREATED));
        client
    }

    /// What the box has logged until now.
    pub fn log(&self) -> String {
        self.log.0.lock().unwrap().clone()
    }

    /// Waits until the box has logged a line with all of these in it.
    pub fn wait_for_log(&self, parts: &[&str]) {
        self.wait_for_log_times(parts, 1);
    }

    /// The same for so many lines.
    pub fn wait_for_log_times(&self, parts: &[&str], times: usize) {
        let (log, grown) = &*self.log;
        let fits = |line: &&str| parts.iter().all(|part| line.contains(part));
        let missing = |log: &mut String| log.lines().filter(fits).count() < times;
        let waited = grown.wait_timeout_while(log.lock().unwrap(), PATIENCE, missing);
        assert!(!waited.unwrap().1.timed_out(), "the box never logged {parts:?}");
    }

    /// Waits until the box, which has become another, says again where it is.
    pub fn wait_until_ready_again(&mut self) {
        self.wait_for_log(&["neko ready "]);
        let log = self.log();
        let ready = log.lines().find_map(|line| line.strip_prefix("neko ready "));
        ready.unwrap().clone_into(&mut self.url);
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Stops the box politely, and waits until it has ended.
    pub fn stop(mut self) -> Arc<TempDir> {
        self.signal("TERM");
        assert!(self.wait().success());
        self.data.clone()
    }

    /// Waits until the box has ended by itself and all that it logged was read.
    pub fn wait(&mut self) -> ExitStatus {
        let status = self.child.wait().unwrap();
        if let Some(reader) = self.log_reader.take() {
            reader.join().unwrap();
        }
        status
    }

    fn ca_path(&self) -> PathBuf {
        self.data.path().join("tls/ca.pem")
    }
}

fn http_client(ca: &Path, from: Option<IpAddr>) -> reqwest::Client {
    let pem = std::fs::read(ca).unwrap();
    reqwest::Client::builder()
        .local_address(from)
        .tls_certs_only([reqwest::Certificate::from_pem(&pem).unwrap()])
        .redirect(reqwest::redirect::Policy::none())
        // a class of thirty has its passwords hashed by a debug build
        .timeout(PATIENCE * 4)
        .build()
        .unwrap()
}

impl Drop for TestBox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("--- the box's log\n{}", self.log());
        }
    }
}

/// What a service manager that started the tests has said to them, and not to the box.
const SERVICE_VARIABLES: [&str; 3] = ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"];

/// The variable that names another engine for all boxes of these tests: `polodb`.
const ENGINE: &str = "NEKO_TEST_ENGINE";

/// Where the documents of the box in a data directory are.
pub fn location(data: &Path) -> Location {
    let store = store_setting(data).map(|url| url.parse().unwrap()).unwrap_or_default();
    Location::from(&Config { data_dir: data.to_owned(), store, ..Config::default() })
}

fn store_setting(data: &Path) -> Option<String> {
    let engine = std::env::var(ENGINE).ok()?;
    Some(format!("{engine}:{}", data.join("documents").display()))
}

/// The binary on a data directory, with no setting from this test's own environment.
pub fn neko(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neko"));
    for (name, _) in std::env::vars_os() {
        let name_shown = name.to_string_lossy();
        if name_shown.starts_with("NEKO_") || SERVICE_VARIABLES.contains(&&*name_shown) {
            command.env_remove(name);
        }
    }
    command.args(["--data-dir", data.to_str().unwrap()]).env("TZ", "UTC").stdin(Stdio::null());
    command.envs(store_setting(data).map(|url| ("NEKO_STORE", url)));
    command
}

fn has_admin(data: &Path) -> bool {
    data.join("set-up-link-seen").exists()
}

fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
}

/// Someone at a browser.
#[derive(Clone)]
pub struct Client {
    url: String,
    http: reqwest::Client,
    address: Option<IpAddr>,
    ca: PathBuf,
    /// The access token, once there is a session.
    pub token: Option<String>,
    /// The `user` of the session.
    pub user: Value,
}

impl Client {
    /// A request with the session's token, to be sent as it is or changed first.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// The same person, by another address of the box.
    pub fn at(&self, url: &str) -> Self {
        // of a new connection pool, and in the network of whoever calls
        Self { url: url.to_owned(), http: http_client(&self.ca, self.address), ..self.clone() }
    }

    /// Asks, where there may be nobody to answer, or with a certificate that is not the box's.
    pub async fn try_get(&self, path: &str) -> Result<StatusCode, reqwest::Error> {
        Ok(self.request(Method::GET, path).send().await?.status())
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::PATCH, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    /// Makes a room and returns it.
    pub async fn room(&self, body: &Value) -> Value {
        self.post("/api/rooms", body).await.expect(StatusCode::CREATED)["room"].take()
    }

    /// Goes into `room` as a guest by its invite.
    pub async fn guest(&self, room: &Value, name: &str) -> Client {
        let mut guest = Client { token: None, ..self.clone() };
        let path = format!("/api/rooms/{}/guests", room["roomId"].as_str().unwrap());
        let body = json!({"accessToken": room["accessToken"], "displayName": name});
        guest.enter(&guest.post(&path, &body).await.expect(StatusCode::CREATED));
        guest
    }

    /// Takes over the session that an answer brought.
    pub fn enter(&mut self, answer: &Value) {
        self.token = Some(answer["accessToken"].as_str().unwrap().to_owned());
        self.user = answer["user"].clone();
    }

    /// Opens the signaling socket and waits for the greeting.
    pub async fn connect(&self) -> Socket {
        let protocols = format!("neko.v1, bearer.{}", self.token.as_deref().unwrap());
        let mut socket = self.open_socket(&[("sec-websocket-protocol", &protocols)]).await.unwrap();
        let greeting = socket.expect("connected").await;
        greeting["connectionId"].as_str().unwrap().clone_into(&mut socket.id);
        greeting["resumeToken"].as_str().unwrap().clone_into(&mut socket.resume_token);
        socket
    }

    /// Connects and takes a seat.
    pub async fn join(&self, room: &Value) -> Socket {
        let mut socket = self.connect().await;
        socket.send(&json!({"type": "join-room", "roomId": room["roomId"]})).await;
        socket.joined = socket.expect("room-joined").await;
        socket
    }

    /// Opens the socket with these headers besides.
    pub async fn open_socket(&self, headers: &[(&str, &str)]) -> Result<Socket, tungstenite::Error> {
        self.open_socket_at("/ws", headers).await
    }

    /// The same elsewhere than at `/ws`.
    pub async fn open_socket_at(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Socket, tungstenite::Error> {
        let address = self.url.strip_prefix("https://").unwrap();
        let mut request = format!("wss://{address}{path}").into_client_request().unwrap();
        for (name, value) in headers {
            let name: reqwest::header::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let (stream, response) = client_async(request, self.try_tls().await?).await?;
        let protocol = response.headers().get("sec-websocket-protocol");
        let protocol = protocol.map(|value| value.to_str().unwrap().to_owned());
        let (id, resume_token) = (String::new(), String::new());
        Ok(Socket { stream, id, resume_token, joined: Value::Null, protocol })
    }

    /// A bare TLS connection.
    pub async fn tls(&self) -> TlsStream<TcpStream> {
        self.try_tls().await.unwrap()
    }

    /// The same, where the box may not take it.
    pub async fn try_tls(&self) -> io::Result<TlsStream<TcpStream>> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(&self.ca).unwrap()).unwrap();
        let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let address: SocketAddr = self.url.strip_prefix("https://").unwrap().parse().unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(self.address.unwrap_or(Ipv4Addr::LOCALHOST.into()), 0)).unwrap();
        let tcp = socket.connect(address).await?;
        let name = ServerName::from(address.ip());
        TlsConnector::from(Arc::new(config)).connect(name, tcp).await
    }
}

/// An HTTP answer with its body read.
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        let response: Response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self}"))
    }

    /// The body of an answer that must have this status.
    pub fn expect(self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{self}");
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of an answer that must be a whole problem.
    pub fn problem(&self) -> String {
        let problem = self.json();
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self}");
        assert_eq!(problem["status"], self.status.as_u16(), "{self}");
        assert_eq!(problem["correlationId"], self.headers["x-correlation-id"].to_str().unwrap(), "{self}");
        for field in ["type", "title", "detail"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {self}");
        }
        problem["code"].as_str().unwrap().to_owned()
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {}", self.status, self.headers, self.text)
    }
}

/// A signaling socket.
pub struct Socket {
    stream: WebSocketStream<TlsStream<TcpStream>>,
    /// The connection's id.
    pub id: String,
    /// What claims its seat back.
    pub resume_token: String,
    /// The answer to joining.
    pub joined: Value,
    /// The subprotocol that the box chose.
    pub protocol: Option<String>,
}

impl Socket {
    pub async fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.send_frame(Message::text(text)).await;
    }

    pub async fn send_frame(&mut self, frame: Message) {
        self.try_send_frame(frame).await.unwrap();
    }

    /// The same, where the box may be gone.
    pub async fn try_send_frame(&mut self, frame: Message) -> Result<(), tungstenite::Error> {
        timeout(PATIENCE, self.stream.send(frame)).await.expect("a frame taken in time")
    }

    /// The next message; heartbeats aside.
    pub async fn next(&mut self) -> Value {
        match self.next_frame().await {
            Some(Message::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("expected a message, got {other:?}"),
        }
    }

    /// The next frame but pings and pongs; none at the end.
    pub async fn next_frame(&mut self) -> Option<Message> {
        loop {
            let frame = timeout(PATIENCE, self.stream.next()).await.expect("a frame in time");
            match frame {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(frame)) => return Some(frame),
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// The next message, which must be of this type.
    pub async fn expect(&mut self, kind: &str) -> Value {
        let message = self.next().await;
        assert_eq!(message["type"], kind, "{message}");
        message
    }

    /// The next message, which must be an error of this code.
    pub async fn expect_error(&mut self, code: &str) -> Value {
        let error = self.expect("error").await;
        assert_eq!(error["code"], code, "{error}");
        for field in ["message", "correlationId"] {
            assert!(error[field].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        }
        error
    }

    /// Makes sure that nothing else was said until now: the next thing heard is the answer to a ping.
    pub async fn expect_silence(&mut self) {
        self.send(&json!({"type": "ping"})).await;
        self.expect("pong").await;
    }

    /// Waits for the close frame and returns its code.
    pub async fn expect_close(&mut self) -> u16 {
        loop {
            match self.next_frame().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Text(_)) => {}
                other => panic!("expected a close frame, got {other:?}"),
            }
        }
    }

    /// Answers nothing, not even pings, until the box has closed the socket; returns the close code.
    pub async fn expect_end_unread(&mut self) -> u16 {
        let mut bytes = Vec::new();
        // an end without TLS's own goodbye is an end
        let _ =
            timeout(PATIENCE, self.stream.get_mut().read_to_end(&mut bytes)).await.expect("an end in time");
        let mut rest = &bytes[..];
        // RFC 6455, section 5.2: what a server sends is not masked, and control frames are short
        while let [kind, length, after @ ..] = rest {
            let (payload, next) = after.split_at(usize::from(*length));
            if kind & 0x0f == 8 {
                return u16::from_be_bytes([payload[0], payload[1]]);
            }
            rest = next;
        }
        panic!("no close frame in {bytes:?}");
    }

    /// Leaves without a word, as a pulled plug does.
    pub fn vanish(self) {
        drop(self);
    }
}
