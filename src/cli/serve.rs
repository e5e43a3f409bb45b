//! `parasift serve`: labels pages for other programs, over HTTP.

use std::time::Duration;

use clap::Args;

use super::args::cores;
use super::{ModelArgs, Outcome, Stop, complain};
use crate::serve::listen::{self, Patience};
use crate::serve::{Limits, Service, router};

#[derive(Args)]
pub(super) struct ServeArgs {
    /// The address and port to listen on; with port 0 a free one, which is printed
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The largest body of a request, in bytes, as it is sent and inflated. The work on the worst of them takes 700 MB of
    /// memory, each of those at work at once (--concurrency); those that arrive, and answers that wait to be taken, share
    /// bounds of 4 bodies more, and 512 MiB [default: 8 MiB]
    #[arg(long, value_name = "BYTES", default_value_t = Limits::MAX_BYTES, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1 << 30))]
    max_bytes: u64,
    /// Seconds for a body to arrive, and again for its answer to be made
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::SECONDS, value_parser = seconds)]
    timeout: f64,
    /// Requests to work on at once [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    concurrency: Option<u16>,
    /// Requests that may wait for those; more are refused
    #[arg(long, value_name = "N", default_value_t = Limits::QUEUE)]
    queue: u16,
    #[command(flatten)]
    model: ModelArgs,
}

/// The longest timeout, in seconds: a day.
const MOST_SECONDS: f64 = 86_400.0;

fn seconds(argument: &str) -> std::result::Result<f64, String> {
    let seconds = argument.parse().ok().filter(|&seconds: &f64| seconds > 0.0 && seconds <= MOST_SECONDS);
    seconds.ok_or_else(|| "not a time: give a number of seconds above 0 and up to 86400, such as 30 or 0.5".to_owned())
}

impl ServeArgs {
    fn limits(&self) -> Limits {
        Limits {
            max_bytes: self.max_bytes as usize,
            timeout: Duration::from_secs_f64(self.timeout),
            concurrency: self.concurrency.map_or_else(cores, usize::from),
            queue: usize::from(self.queue),
        }
    }
}

pub(super) fn run(args: &ServeArgs) -> std::result::Result<Outcome, Stop> {
    let limits = args.limits();
    let classifier = args.model.load()?;
    // A request may have just begun to arrive when the server stops, and has all of its time to be answered.
    let patience = Patience { idle: limits.timeout, stop: limits.timeout * 2 };
    let cut_off = listen::run(&args.listen, limits.concurrency, patience, |address| {
        complain(&format!("listening on http://{address}"));
        if !address.ip().is_loopback() {
            complain(
                "other machines can reach that address, and none is asked who it is: put a proxy that asks before it",
            );
        }
        args.model.say_thresholds(&classifier);
        router(Service::new(classifier, limits))
    })?;
    if cut_off > 0 {
        complain(&format!("stopped at once; what was asked on {cut_off} open connections may not be answered"));
        return Ok(Outcome::Incomplete);
    }
    complain("stopped; all requests are answered");
    Ok(Outcome::Done)
}
