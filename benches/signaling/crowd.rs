//! The crowd: sockets in rooms, what they do together, and what that cost the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::ROOM;
use crate::client::{Door, Seated, Stream};
use crate::server::Server;

/// How much is asked of a server.
pub(crate) struct Load {
    pub(crate) sockets: usize,
    /// Messages that are relayed, and lines that are heard.
    pub(crate) messages: usize,
}

impl Default for Load {
    fn default() -> Self {
        Self { sockets: 5_000, messages: 100_000 }
    }
}

/// Sockets that come in a second, as long as there is no storm.
const JOIN_RATE: f64 = 400.0;

/// Messages that are relayed a second, and lines that are said.
const RELAY_RATE: f64 = 10_000.0;
const CHAT_RATE: f64 = 1_000.0;

/// Characters of a session description: with what is around it, 1 kB.
const SDP_CHARACTERS: usize = 940;

/// Lines that each socket says at once in a storm.
const STORM_LINES: usize = 5;

/// How long without anything new until nothing more is waited for.
const LINGER: Duration = Duration::from_secs(10);

/// How long what was done last may have its consequences.
const AFTERMATH: Duration = Duration::from_millis(500);

/// How long a socket that was not let in waits, as a client does.
const BACKOFF: Duration = Duration::from_millis(200);

pub(crate) struct Crowd<'a> {
    server: &'a Server,
    door: Door,
    members: Vec<Member>,
    heard: Arc<Heard>,
    empty_kilobytes: f64,
}

pub(crate) struct Joined {
    pub(crate) sockets: usize,
    pub(crate) latency: Percentiles,
    pub(crate) cpu_milliseconds: f64,
    pub(crate) kilobytes: f64,
}

pub(crate) struct Relayed {
    pub(crate) cpu_per_million: f64,
    pub(crate) latency: Percentiles,
    /// Of those sent, how many never came.
    pub(crate) lost: u64,
}

pub(crate) struct Rejoined {
    pub(crate) seconds: f64,
    pub(crate) cpu_milliseconds: f64,
    /// How often one had to try again.
    pub(crate) refusals: u64,
}

pub(crate) struct Storm {
    pub(crate) seconds: f64,
    pub(crate) cpu_per_million: f64,
    pub(crate) lost: u64,
}

/// In milliseconds.
pub(crate) struct Percentiles {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// A socket with a seat; it ends when this is dropped, as by a pulled plug.
struct Member {
    index: usize,
    connection_id: String,
    resume_token: String,
    voice: mpsc::UnboundedSender<Utf8Bytes>,
    task: AbortHandle,
}

/// What all of them have heard.
struct Heard {
    since: Instant,
    relayed: AtomicU64,
    lines: AtomicU64,
    /// Microseconds from a message's sending to its arrival.
    latencies: Mutex<Vec<u32>>,
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
impl<'a> Crowd<'a> {
    pub(crate) fn new(server: &'a Server) -> Self {
        let heard = Heard {
            since: Instant::now(),
            relayed: AtomicU64::new(0),
            lines: AtomicU64::new(0),
            latencies: Mutex::default(),
        };
        let door = Door::new(server.address, server.token.clone());
        Self { server, door, members: Vec::new(), heard: Arc::new(heard), empty_kilobytes: 0.0 }
    }

    pub(crate) async fn warm_up(&mut self) {
        for _ in 0..ROOM {
            self.door.enter(self.server.rooms.last().unwrap(), None).await.unwrap();
        }
        sleep(2 * AFTERMATH).await;
        self.empty_kilobytes = self.server.process.kilobytes();
    }

    /// All come in at an even rate.
    pub(crate) async fn join(&mut self, load: &Load) -> Joined {
        let cpu = self.server.process.cpu();
        let mut entering = JoinSet::new();
        let started = Instant::now();
        for index in 0..load.sockets {
            pace(started, index, JOIN_RATE).await;
            let (door, room) = (self.door.clone(), self.server.rooms[index / ROOM].clone());
            let heard = Arc::clone(&self.heard);
            entering.spawn(async move {
                let seated = door.enter(&room, None).await.unwrap();
                let took = seated.took.as_micros().try_into().unwrap();
                (took, Member::new(index, seated, heard))
            });
        }
        let took = self.take_in(entering).await;
        let sockets = self.members.len();
        Joined {
            sockets,
            latency: Percentiles::of(took),
            cpu_milliseconds: (self.server.process.cpu() - cpu) * 1e3 / count(sockets),
            kilobytes: self.kilobytes(),
        }
    }

    /// Each in turn sends 1 kB to another in the room.
    pub(crate) async fn relay(&mut self, load: &Load) -> Relayed {
        let filling = "x".repeat(SDP_CHARACTERS);
        self.heard.relayed.store(0, Ordering::Relaxed);
        self.heard.take_latencies();
        let (cpu, started) = (self.server.process.cpu(), Instant::now());
        for index in 0..load.messages {
            pace(started, index, RELAY_RATE).await;
            let sender = index * 7 % self.members.len();
            let room = sender - sender % ROOM;
            let peer = room + (sender + 1 + index % (ROOM - 1)) % ROOM;
            let to = &self.members[peer].connection_id;
            let now = self.heard.since.elapsed().as_micros();
            let message = format!(r#"{{"type":"offer","to":"{to}","sdp":"{now:016} {filling}"}}"#);
            self.members[sender].say(message.into());
        }
        let expected = load.messages as u64;
        let came = wait_for(&self.heard.relayed, expected).await;
        let cpu = self.server.process.cpu() - cpu;
        Relayed {
            cpu_per_million: cpu * 1e6 / count(came),
            latency: Percentiles::of(self.heard.take_latencies()),
            lost: expected - came,
        }
    }

    /// Lines at an even rate, each heard by the whole room.
    pub(crate) async fn chat(&mut self, load: &Load) -> Storm {
        let lines = load.messages / ROOM;
        self.talk(lines, Some(CHAT_RATE)).await
    }

    /// Everyone says some lines, all at once.
    pub(crate) async fn chat_storm(&mut self, load: &Load) -> Storm {
        self.talk(load.sockets * STORM_LINES, None).await
    }

    async fn talk(&mut self, lines: usize, rate: Option<f64>) -> Storm {
        self.heard.lines.store(0, Ordering::Relaxed);
        let text = "What was said, in a line as long as people write them: some hundred characters or so.";
        let line = Utf8Bytes::from(format!(r#"{{"type":"chat-message","text":"{text}"}}"#));
        let (cpu, started) = (self.server.process.cpu(), Instant::now());
        for index in 0..lines {
            if let Some(rate) = rate {
                pace(started, index, rate).await;
            }
            self.members[index * 7 % self.members.len()].say(line.clone());
        }
        let expected = (lines * ROOM) as u64;
        let came = wait_for(&self.heard.lines, expected).await;
        let (seconds, cpu) = (started.elapsed().as_secs_f64(), self.server.process.cpu() - cpu);
        Storm { seconds, cpu_per_million: cpu * 1e6 / count(came), lost: expected - came }
    }

    /// All are cut off at once, and come back at once.
    pub(crate) async fn rejoin(&mut self) -> Rejoined {
        let (cpu, started) = (self.server.process.cpu(), Instant::now());
        let cut_off: Vec<String> = self.members.drain(..).map(|member| member.resume_token.clone()).collect();
        let refusals = Arc::new(AtomicU64::new(0));
        let mut entering = JoinSet::new();
        for (index, resume_token) in cut_off.into_iter().enumerate() {
            let (door, room) = (self.door.clone(), self.server.rooms[index / ROOM].clone());
            let (heard, refusals) = (Arc::clone(&self.heard), Arc::clone(&refusals));
            entering.spawn(async move {
                loop {
                    match door.enter(&room, Some(&resume_token)).await {
                        Ok(seated) => {
                            let back = started.elapsed().as_micros().try_into().unwrap();
                            return (back, Member::new(index, seated, heard));
                        }
                        Err(_) => refusals.fetch_add(1, Ordering::Relaxed),
                    };
                    sleep(BACKOFF).await;
                }
            });
        }
        let back = self.take_in(entering).await;
        let seconds = f64::from(back.into_iter().max().unwrap()) / 1e6;
        let cpu_milliseconds = (self.server.process.cpu() - cpu) * 1e3 / count(self.members.len());
        Rejoined { seconds, cpu_milliseconds, refusals: refusals.load(Ordering::Relaxed) }
    }

    /// Waits for all of them, and until what their coming brings about is over; says how long each took.
    async fn take_in(&mut self, entering: JoinSet<(u32, Member)>) -> Vec<u32> {
        let (took, mut members): (Vec<u32>, Vec<Member>) = entering.join_all().await.into_iter().unzip();
        members.sort_unstable_by_key(|member| member.index);
        self.members = members;
        sleep(AFTERMATH).await;
        took
    }

    /// By how much the server has grown, for each.
    pub(crate) fn kilobytes(&self) -> f64 {
        (self.server.process.kilobytes() - self.empty_kilobytes) / count(self.members.len())
    }
}

impl Member {
    fn new(index: usize, seated: Seated, heard: Arc<Heard>) -> Self {
        let Seated { stream, connection_id, resume_token, .. } = seated;
        let (voice, words) = mpsc::unbounded_channel();
        let task = tokio::spawn(converse(stream, words, heard)).abort_handle();
        Self { index, connection_id, resume_token, voice, task }
    }

    fn say(&self, message: Utf8Bytes) {
        // one whose socket has ended is counted by what it does not hear
        let _ = self.voice.send(message);
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(mut stream: Stream, mut words: mpsc::UnboundedReceiver<Utf8Bytes>, heard: Arc<Heard>) {
    loop {
        tokio::select! {
            Some(text) = words.recv() => {
                if stream.send(Message::Text(text)).await.is_err() {
                    return;
                }
            }
            frame = stream.next() => match frame {
                Some(Ok(Message::Text(text))) => heard.note(&text),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            }
        }
    }
}

impl Heard {
    fn note(&self, text: &str) {
        if text.starts_with(r#"{"type":"chat-message""#) {
            self.lines.fetch_add(1, Ordering::Relaxed);
        } else if text.starts_with(r#"{"type":"offer""#) {
            self.relayed.fetch_add(1, Ordering::Relaxed);
            let sent = text.split_once(r#""sdp":""#).and_then(|(_, sdp)| sdp.get(..16)?.parse::<u128>().ok());
            let took = self.since.elapsed().as_micros() - sent.unwrap();
            self.latencies().push(took.try_into().unwrap_or(u32::MAX));
        }
    }

    fn take_latencies(&self) -> Vec<u32> {
        std::mem::take(&mut *self.latencies())
    }

    fn latencies(&self) -> std::sync::MutexGuard<'_, Vec<u32>> {
        self.latencies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Percentiles {
    fn of(mut micros: Vec<u32>) -> Self {
        micros.sort_unstable();
        let at = |hundredths: usize| {
            let index = micros.len().saturating_sub(1) * hundredths / 100;
            f64::from(micros.get(index).copied().unwrap_or(u32::MAX)) / 1e3
        };
        Self { p50: at(50), p99: at(99) }
    }
}

/// Waits until it is time for the one with this `index`.
async fn pace(started: Instant, index: usize, rate: f64) {
    let due = Duration::from_secs_f64(count(index) / rate);
    while started.elapsed() < due {
        sleep(Duration::from_millis(1)).await;
    }
    // those who come back to it all at once must not keep the others from their turn
    if index.is_multiple_of(16) {
        tokio::task::yield_now().await;
    }
}

/// Waits until as many have come as are expected, or nothing comes any more; says how many it were.
#[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
async fn wait_for(counter: &AtomicU64, expected: u64) -> u64 {
    let (mut came, mut changed) = (0, Instant::now());
    loop {
        let now = counter.load(Ordering::Relaxed);
        if now >= expected || changed.elapsed() > LINGER {
            return now;
        }
        if now != came {
            (came, changed) = (now, Instant::now());
        }
        sleep(Duration::from_millis(1)).await;
    }
}

fn count(number: impl TryInto<u32, Error: std::fmt::Debug>) -> f64 {
    f64::from(number.try_into().unwrap())
}
