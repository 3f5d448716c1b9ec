//! What the box tells of itself: metrics that mean what they say, and a log that one id leads through.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Answer, Client, PASSWORD, Socket, TestBox};

/// A scrape: each sample by its name and labels, and the kind of each family.
struct Scrape {
    samples: BTreeMap<String, f64>,
    kinds: BTreeMap<String, String>,
}

impl Scrape {
    async fn of(client: &Client) -> Self {
        let page = client.get("/metrics").await;
        assert_eq!(page.status, StatusCode::OK, "{page}");
        let (mut samples, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        for line in page.text.lines() {
            if let Some(family) = line.strip_prefix("# TYPE ") {
                let (name, kind) = family.split_once(' ').unwrap();
                assert!(kinds.insert(name.to_owned(), kind.to_owned()).is_none(), "{name} twice");
            } else if !line.starts_with('#') {
                let (name, value) = line.rsplit_once(' ').unwrap();
                let value: f64 = value.parse().unwrap_or_else(|_| panic!("{line}"));
                assert!(samples.insert(name.to_owned(), value).is_none(), "{name} twice");
            }
        }
        Self { samples, kinds }
    }

    fn value(&self, sample: &str) -> f64 {
        *self.samples.get(sample).unwrap_or_else(|| panic!("{sample} is not there"))
    }

    fn expect(&self, expected: &[(&str, f64)]) {
        for (sample, value) in expected {
            let found = self.value(sample);
            assert!((found - value).abs() < 1e-6, "{sample} is {found}, not {value}");
        }
    }

    /// The names that a query may ask for.
    fn names(&self) -> BTreeSet<String> {
        let parts = |(name, kind): (&String, &String)| match kind.as_str() {
            "histogram" => ["_bucket", "_sum", "_count"].map(|part| format!("{name}{part}")).to_vec(),
            _ => vec![name.clone()],
        };
        self.kinds.iter().flat_map(parts).collect()
    }
}

/// Whatever looks like a metric of ours in a text.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(|c| !is_part(c));
    words
        .filter(|word| word.starts_with("neko_") || word.starts_with("process_"))
        .map(ToOwned::to_owned)
        .collect()
}

fn packaged(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/monitoring");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[tokio::test]
async fn what_the_dashboard_and_the_alerts_ask_for_is_there() {
    let neko = TestBox::start(&[]);
    let scrape = Scrape::of(&neko.stranger()).await;
    let names = scrape.names();
    let dashboard: Value = serde_json::from_str(&packaged("neko.dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let queries: Vec<&str> = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().into_iter().flatten())
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    assert!(queries.len() > 30, "{}", queries.len());
    for query in &queries {
        let asked = metrics_in(query);
        assert!(!asked.is_empty() && asked.is_subset(&names), "{query} asks for {asked:?}");
    }
    let rules = packaged("neko.rules.yml");
    let asked = metrics_in(&rules);
    assert!(asked.len() > 10, "{asked:?}");
    assert!(asked.is_subset(&names), "{:?}", asked.difference(&names));
    // all that is counted is documented, and nothing else
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/observability.md")).unwrap();
    for family in scrape.kinds.keys().filter(|name| !name.starts_with("neko_relay_")) {
        assert!(page.contains(&format!("`{family}`")), "{family} is not in docs/observability.md");
    }
    let documented = metrics_in(&page);
    for name in documented.iter().filter(|name| *name != "neko_relay_") {
        assert!(scrape.kinds.contains_key(name), "{name} is documented and not there");
    }
}

#[tokio::test]
async fn names_follow_the_conventions() {
    let neko = TestBox::start(&[]);
    for (name, kind) in Scrape::of(&neko.stranger()).await.kinds {
        assert_eq!(kind == "counter", name.ends_with("_total"), "{name} is a {kind}");
        assert!(name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'), "{name}");
        for unit in ["_ms", "_millis", "_kb", "_percent", "_minutes"] {
            assert!(!name.contains(unit), "{name}: base units only");
        }
    }
}

#[tokio::test]
async fn a_call_is_counted() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Counted"})).await;
    let other = ada.room(&json!({"name": "Quiet"})).await;
    let (mut a, mut b, _c) = (ada.join(&room).await, ada.join(&room).await, ada.join(&other).await);
    a.expect("user-joined").await;
    a.send(&json!({"type": "offer", "to": b.id, "sdp": "v=0"})).await;
    b.expect("offer").await;
    for screen in [true, true, false] {
        a.send(&json!({"type": "media-state", "audio": true, "video": true, "screen": screen})).await;
        b.expect("media-state").await;
    }
    b.send(&json!({"type": "chat-message", "text": "hello"})).await;
    b.expect("chat-message").await;
    a.expect("chat-message").await;
    b.send(&json!({"type": "dance"})).await;
    b.expect_error("unknown-type").await;
    let report = json!({"type": "client-stats", "joinMs": 80, "rttMs": 20, "jitterMs": 2, "lossPercent": 1.5,
        "kbpsIn": 2000, "kbpsOut": 1000, "iceRestarts": 2, "iceFailures": 1});
    b.send(&report).await;
    b.expect_silence().await;
    ada.post("/api/auth/login", &json!({"username": "ada", "password": "not it, not it"})).await.problem();

    let scrape = Scrape::of(&ada).await;
    scrape.expect(&[
        ("neko_connections", 3.0),
        ("neko_connections_opened_total", 3.0),
        ("neko_rooms_active", 2.0),
        ("neko_participants", 3.0),
        ("neko_rooms_by_participants{participants=\"1\"}", 1.0),
        ("neko_rooms_by_participants{participants=\"2\"}", 1.0),
        ("neko_room_join_seconds_count", 3.0),
        ("neko_message_seconds_count{kind=\"description\"}", 1.0),
        ("neko_message_seconds_count{kind=\"media-state\"}", 3.0),
        ("neko_message_seconds_count{kind=\"chat\"}", 1.0),
        ("neko_feature_uses_total{feature=\"screen-share\"}", 1.0),
        ("neko_feature_uses_total{feature=\"chat\"}", 1.0),
        ("neko_errors_total{code=\"unknown-type\",over=\"socket\"}", 1.0),
        ("neko_errors_total{code=\"bad-credentials\",over=\"http\"}", 1.0),
        ("neko_client_reports_total", 1.0),
        ("neko_client_join_seconds_sum", 0.08),
        ("neko_client_rtt_seconds_sum", 0.02),
        ("neko_client_jitter_seconds_sum", 0.002),
        ("neko_client_loss_ratio_sum", 0.015),
        ("neko_client_bitrate_bits_per_second_sum{direction=\"in\"}", 2e6),
        ("neko_client_bitrate_bits_per_second_sum{direction=\"out\"}", 1e6),
        ("neko_ice_restarts_total", 2.0),
        ("neko_ice_failures_total", 1.0),
        ("neko_http_request_seconds_count{route=\"/api/rooms\",method=\"POST\",status=\"2xx\"}", 2.0),
        ("neko_http_request_seconds_count{route=\"/api/auth/login\",method=\"POST\",status=\"4xx\"}", 1.0),
        ("neko_http_request_seconds_count{route=\"/ws\",method=\"GET\",status=\"1xx\"}", 3.0),
    ]);
    assert!(scrape.value("neko_store_writes_total") >= 4.0);
    assert!(scrape.value("process_open_fds") > 5.0);

    // a seat that goes on, and those who leave
    let resumable = json!({"type": "join-room", "roomId": other["roomId"], "resumable": true});
    let mut lost = ada.connect().await;
    lost.send(&resumable).await;
    lost.expect("room-joined").await;
    let mut back: Socket = ada.connect().await;
    let mut resume = resumable;
    resume["resumeToken"] = json!(lost.resume_token);
    back.send(&resume).await;
    back.expect("room-joined").await;
    assert_eq!(lost.expect_close().await, 4010);
    b.send(&json!({"type": "leave-room"})).await;
    a.expect("user-left").await;
    let scrape = Scrape::of(&ada).await;
    scrape.expect(&[
        ("neko_seats_resumed_total", 1.0),
        ("neko_stay_seconds_count", 1.0),
        ("neko_connections_closed_total{reason=\"taken-over\"}", 1.0),
    ]);
}

#[tokio::test]
async fn one_id_goes_through_http_socket_hub_and_store() {
    let mut neko = TestBox::start(&["--open-registration", "--log-format", "json"]);
    let ada = neko.user("ada").await;
    let post = ada.request(Method::POST, "/api/rooms").header("x-correlation-id", "the-write");
    let made = Answer::of(post.json(&json!({"name": "Traced"}))).await;
    let room = made.expect(StatusCode::CREATED)["room"].take();

    let bearer = format!("Bearer {}", ada.token.as_deref().unwrap());
    let headers = [("authorization", bearer.as_str()), ("x-correlation-id", "the-socket")];
    let mut socket = ada.open_socket(&headers).await.unwrap();
    socket.expect("connected").await;
    socket.send(&json!({"type": "join-room", "roomId": room["roomId"]})).await;
    socket.expect("room-joined").await;
    socket.send(&json!({"type": "dance"})).await;
    assert_eq!(socket.expect_error("unknown-type").await["correlationId"], "the-socket");
    socket.send(&json!({"type": "leave-room"})).await;
    socket.expect_silence().await;
    let login = ada.request(Method::POST, "/api/auth/login").header("x-correlation-id", "the-log-in");
    Answer::of(login.json(&json!({"username": "ada", "password": PASSWORD}))).await.expect(StatusCode::OK);
    neko.signal("TERM");
    assert!(neko.wait().success());

    let log = neko.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |id: &str, message: &str| {
        lines.iter().any(|line| {
            let of_span = line["span"]["correlation_id"] == id;
            (of_span || line["correlation_id"] == id) && line["message"] == message
        })
    };
    for (id, message) in [
        ("the-write", "asked"),
        ("the-write", "written"),
        ("the-write", "answered"),
        ("the-log-in", "written"),
        ("the-socket", "asked"),
        ("the-socket", "joined"),
        ("the-socket", "refused a message"),
        ("the-socket", "left"),
    ] {
        assert!(told(id, message), "{message} of {id} is not in\n{log}");
    }
}

/// The records of a batch: each text with its attributes, which are all text or numbers.
fn records(batch: &Value) -> Vec<(String, BTreeMap<String, String>)> {
    let all = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let scopes = all(batch, "resourceLogs").into_iter().flat_map(|of| {
        assert!(
            all(&of["resource"], "attributes").iter().any(|found| found["value"]["stringValue"] == "neko")
        );
        all(&of, "scopeLogs")
    });
    let records = scopes.flat_map(|scope| all(&scope, "logRecords"));
    let text =
        |value: &Value| value["stringValue"].as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    records
        .map(|record| {
            let attributes = all(&record, "attributes").into_iter();
            let attributes =
                attributes.map(|one| (one["key"].as_str().unwrap().to_owned(), text(&one["value"])));
            (text(&record["body"]), attributes.collect())
        })
        .collect()
}

#[tokio::test]
async fn the_log_goes_to_a_collector_that_is_named_and_to_no_other() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    // nobody answers there yet
    let away = listener.into_std().unwrap();
    let address = away.local_addr().unwrap();
    drop(away);
    let variables =
        [("NEKO_LOG_OTLP_ENDPOINT", OsStr::new(&endpoint)), ("OTEL_BLRP_SCHEDULE_DELAY", OsStr::new("50"))];
    let neko =
        TestBox::start_in(Arc::new(tempfile::tempdir().unwrap()), &["--open-registration"], &variables);
    let ada = neko.user("ada").await;
    neko.wait_for_log(&["the collector does not take the log"]);

    let (batches, mut received) = tokio::sync::mpsc::unbounded_channel();
    let take = move |body: String| async move {
        batches.send(serde_json::from_str::<Value>(&body).unwrap()).unwrap();
    };
    let collector = axum::Router::new().route("/v1/logs", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    tokio::spawn(async move { axum::serve(listener, collector).await });
    let room = ada.room(&json!({"name": "Heard of"})).await;
    let request = ada.request(Method::GET, "/api/auth/me").header("x-correlation-id", "one-and-the-same");
    Answer::of(request).await.expect(StatusCode::OK);
    let _seat = ada.join(&room).await;
    let (mut joined, mut answered) = (false, false);
    while !(joined && answered) {
        for (text, attributes) in records(&received.recv().await.unwrap()) {
            joined |= text == "joined" && attributes.contains_key("correlation_id");
            answered |= text == "answered"
                && attributes.get("correlation_id").is_some_and(|id| id == "one-and-the-same");
        }
    }
    neko.wait_for_log(&["the collector takes the log again"]);
}
