//! Writing to clients that take their time, up to a point.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Bytes a second that a client must take, on the average, after its time of grace: a slow mobile line does.
const SLOWEST: u32 = 1 << 16;

/// A stream on which writing fails if the other side takes nothing of it for some time, or too little on the average: what
/// stands ready to be written may be large, so a part now and then is not enough.
pub(super) struct Taking<S> {
    stream: S,
    grace: Duration,
    taken: Option<Taken>,
    late: Pin<Box<Sleep>>,
}

/// What has become of all that was to be written since there was last nothing.
struct Taken {
    begun: Instant,
    last: Instant,
    bytes: u64,
}

impl<S: AsyncWrite + Unpin> Taking<S> {
    /// Before the first call of which there is anything to write, and after all of it is written, there is no limit.
    pub(super) fn new(stream: S, grace: Duration) -> Self {
        Taking { stream, grace, taken: None, late: Box::pin(sleep(Duration::ZERO)) }
    }

    fn within_time(
        &mut self,
        context: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let now = Instant::now();
        let taken = self.taken.get_or_insert(Taken { begun: now, last: now, bytes: 0 });
        let written = write(Pin::new(&mut self.stream), context);
        match &written {
            Poll::Ready(Ok(bytes)) => {
                taken.bytes += *bytes as u64;
                taken.last = now;
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                let earned = Duration::from_secs(taken.bytes / u64::from(SLOWEST));
                self.late.as_mut().reset(taken.last.min(taken.begun + earned) + self.grace);
                if self.late.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
        }
        written
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taking<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.within_time(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.within_time(context, |stream, context| stream.poll_write_vectored(context, bytes))
    }

    /// An answer that is written by reference is not copied into a buffer first.
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Asked for when there is nothing left to write.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.taken = None;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Taking<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const GRACE: Duration = Duration::from_secs(30);

    /// What becomes of writing so many bytes to a side that takes `part` of them every so many seconds. The clock stands
    /// still but where both sides wait.
    fn write(bytes: usize, part: usize, seconds: u64) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (ours, mut theirs) = duplex(1 << 10);
            tokio::spawn(async move {
                let mut buffer = vec![0; part];
                loop {
                    sleep(Duration::from_secs(seconds)).await;
                    if theirs.read_exact(&mut buffer).await.is_err() {
                        return;
                    }
                }
            });
            let mut taking = Taking::new(ours, GRACE);
            taking.write_all(&vec![0; bytes]).await?;
            taking.flush().await
        })
    }

    #[test]
    fn who_takes_enough_on_the_average_has_as_long_as_that_takes() {
        let second = SLOWEST as usize;
        // All at the least rate, all after the time of grace, and twice the rate at the longest pauses.
        for (bytes, part, seconds) in [(600 * second, second, 1), (1 << 20, 1 << 20, 29), (100 << 20, 58 * second, 29)]
        {
            write(bytes, part, seconds).unwrap();
        }
    }

    #[test]
    fn who_takes_nothing_or_a_little_now_and_then_is_given_up() {
        let second = SLOWEST as usize;
        for (bytes, part, seconds) in
            [(1 << 11, 1, 3600), (1 << 20, 1, 1), (1 << 20, 1000, 29), (600 * second, second / 2, 1)]
        {
            assert_eq!(
                write(bytes, part, seconds).unwrap_err().kind(),
                io::ErrorKind::TimedOut,
                "{part} every {seconds} s"
            );
        }
    }

    #[test]
    fn the_time_between_two_answers_does_not_count() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (ours, mut theirs) = duplex(1 << 10);
            let mut taking = Taking::new(ours, GRACE);
            let mut buffer = [0; 1 << 10];
            for _ in 0..3 {
                taking.write_all(&buffer).await.unwrap();
                taking.flush().await.unwrap();
                sleep(10 * GRACE).await;
                theirs.read_exact(&mut buffer).await.unwrap();
            }
        });
    }
}
