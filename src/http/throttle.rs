//! A stream that is read no faster than it may be: whoever sends more has to wait, by TCP's own means.
//!
//! What a frame asks for is counted by the hub; this bounds what it costs to read frames that ask for nothing: pings,
//! fragments, and what is too large to be taken.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::clock::Clock;

/// How much of the rate may be ahead of its time: what comes in at once when a call begins.
const AHEAD: Duration = Duration::from_secs(2);

/// A stream that is read at a bounded rate.
pub(super) struct Throttled<S> {
    stream: S,
    clock: Clock,
    /// How long one byte takes; zero where there is no bound.
    nanoseconds_a_byte: u32,
    /// When all that was read so far would have come at the rate.
    due: Instant,
    pause: Option<Pin<Box<Sleep>>>,
}

impl<S> Throttled<S> {
    /// Reads `stream` at `kilobytes_per_second` on average; 0 for as fast as it comes.
    pub(super) fn new(stream: S, kilobytes_per_second: u32, clock: Clock) -> Self {
        let nanoseconds_a_byte = 1_000_000_000_u32.checked_div(kilobytes_per_second.saturating_mul(1_024));
        let due = clock.monotonic();
        Self { stream, clock, nanoseconds_a_byte: nanoseconds_a_byte.unwrap_or(0), due, pause: None }
    }

    fn count(&mut self, bytes: usize) {
        let took = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(self.nanoseconds_a_byte.into());
        if took == 0 {
            return;
        }
        let now = self.clock.monotonic();
        self.due = self.due.max(now) + Duration::from_nanos(took);
        let early = self.due.saturating_duration_since(now).saturating_sub(AHEAD);
        if !early.is_zero() {
            self.pause = Some(Box::pin(sleep(early)));
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Throttled<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.count(buffer.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Throttled<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn more_than_may_be_ahead_waits_its_time() {
        // tokio's time moves by itself while all sleep; the box's clock stands, so every byte is ahead of its time
        let clock = Clock::manual(crate::clock::Timestamp::default());
        let began = tokio::time::Instant::now();
        let mut throttled = Throttled::new(tokio::io::repeat(7), 10, clock);
        let mut twenty_kilobytes = vec![0; 20 * 1024];
        throttled.read_exact(&mut twenty_kilobytes).await.unwrap();
        assert!(began.elapsed() < Duration::from_millis(10));
        throttled.read_exact(&mut [0; 1024]).await.unwrap();
        throttled.read_exact(&mut [0; 1024]).await.unwrap();
        assert!(began.elapsed() >= Duration::from_millis(90), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn zero_is_no_bound() {
        let clock = Clock::manual(crate::clock::Timestamp::default());
        let began = tokio::time::Instant::now();
        let mut throttled = Throttled::new(tokio::io::repeat(7), 0, clock);
        throttled.read_exact(&mut vec![0; 10 << 20]).await.unwrap();
        assert_eq!(began.elapsed(), Duration::ZERO);
    }
}
