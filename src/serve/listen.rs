//! Taking connections, and stopping without leaving anybody unanswered.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, Receiver};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::host;
use super::taking::Taking;
use crate::error::{Error, ErrorKind, Result};

/// Connections at once, at most; more wait to be accepted.
const MOST_CONNECTIONS: usize = 1024;

/// How long what is already on its way is still read when the server stops.
const LAST_CALL: Duration = Duration::from_millis(100);

/// How long and how far a client may go on sending what is not read any more. Cut off before, it would lose the answer.
const LINGER: Duration = Duration::from_secs(5);
const MOST_LINGERING: u64 = 1 << 30;

/// How long to wait if connections cannot be accepted: mostly because there are too many open files.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// How patient the server is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For the head of a request to arrive, and before the client must take the answer at some speed.
    pub(crate) idle: Duration,
    /// For requests that are being answered when the server stops.
    pub(crate) stop: Duration,
}

/// Whether the server is told to stop.
type Stopping = watch::Receiver<bool>;

/// Binds an address, has `router` say what is answered there, and answers until the process is told to stop (SIGINT or
/// SIGTERM). Then no more connections are taken and the requests that are there are answered, but for a second signal. How many
/// connections had to be cut off. On loopback, requests under other names are refused ([`host`]).
///
/// # Errors
///
/// If the address cannot be listened on, or the system refuses threads.
pub(crate) fn run(
    address: &str,
    blocking_threads: usize,
    patience: Patience,
    router: impl FnOnce(SocketAddr) -> Router,
) -> Result<usize> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().max_blocking_threads(blocking_threads).build();
    let runtime = runtime.map_err(|error| failed("threads cannot be started", &error))?;
    let cut_off = runtime.block_on(async {
        let cannot = |error| failed(&format!("cannot listen on {address}"), &error);
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        let bound = listener.local_addr().map_err(cannot)?;
        let signals = signals().map_err(|error| failed("signals cannot be received", &error))?;
        let router = router(bound).layer(from_fn_with_state(bound, host::only_own));
        Ok(serve(listener, router, patience, signals).await)
    });
    // Work that nobody waits for any more is not waited for.
    runtime.shutdown_background();
    cut_off
}

fn failed(what: &str, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{what}: {error}"))
}

/// A message for every signal to stop.
fn signals() -> io::Result<Receiver<()>> {
    let (send, receive) = mpsc::channel(2);
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        tokio::spawn(async move {
            loop {
                tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
                let _ = send.try_send(());
            }
        });
    }
    #[cfg(not(unix))]
    tokio::spawn(async move { while tokio::signal::ctrl_c().await.is_ok() && send.try_send(()).is_ok() {} });
    Ok(receive)
}

/// Answers all requests until `signals` has a message. How many connections were cut off.
async fn serve(listener: TcpListener, router: Router, patience: Patience, mut signals: Receiver<()>) -> usize {
    let (stopped, stopping) = watch::channel(false);
    let permits = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    let open = |(stream, permit), connections: &mut JoinSet<()>| {
        let connection = connection(stream, router.clone(), patience.idle, stopping.clone());
        connections.spawn(async move {
            connection.await;
            drop::<OwnedSemaphorePermit>(permit);
        });
    };
    loop {
        tokio::select! {
            accepted = accept(&listener, &permits) => {
                if let Some(accepted) = accepted {
                    open(accepted, &mut connections);
                }
            }
            Some(_) = connections.join_next() => {}
            _ = signals.recv() => break,
        }
    }
    // Who was let in by the system but not by us is answered too.
    while let Ok(Some(accepted)) = timeout(Duration::ZERO, accept(&listener, &permits)).await {
        open(accepted, &mut connections);
    }
    drop(listener);
    let _ = stopped.send(true);
    let all_done = async { while connections.join_next().await.is_some() {} };
    tokio::select! {
        () = all_done => {}
        () = sleep(patience.stop) => {}
        _ = signals.recv() => {}
    }
    connections.len()
}

/// The next connection; `None` if it was gone before it was accepted.
async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = permits.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, permit)),
        Err(error) => {
            if error.kind() != io::ErrorKind::ConnectionAborted {
                sleep(ACCEPT_AGAIN).await;
            }
            None
        }
    }
}

/// Answers the requests of one connection. What goes wrong on it is the client's doing, and there is nobody to be told.
async fn connection(stream: TcpStream, router: Router, idle: Duration, stopping: Stopping) {
    // Without it, small answers would wait for more.
    let _ = stream.set_nodelay(true);
    let mut stream = Taking::new(stream, idle);
    {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(idle);
        let service = TowerToHyperService::new(router);
        let mut connection = pin!(http.serve_connection(TokioIo::new(&mut stream), service));
        tokio::select! {
            biased;
            _ = connection.as_mut() => {}
            () = last_call(stopping.clone()) => {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
            }
        }
    }
    tokio::select! {
        () = drain(stream) => {}
        () = last_call(stopping) => {}
    }
}

/// Ready a moment after the server is told to stop.
async fn last_call(mut stopping: Stopping) {
    let _ = stopping.wait_for(|&stopped| stopped).await;
    sleep(LAST_CALL).await;
}

/// Reads what a client still sends until it has taken notice that the connection is closed.
async fn drain(stream: impl AsyncRead) {
    let mut rest = pin!(stream.take(MOST_LINGERING));
    let _ = timeout(LINGER, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
}
