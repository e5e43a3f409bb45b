//! The HTTP interface without a network.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::classifier::Classifier;
use crate::serve::{Limits, Service, router};

/// The largest body, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// Answers requests, one after the other.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    service: TowerToHyperService<Router>,
}

impl Server {
    /// A server with a model.
    ///
    /// # Errors
    ///
    /// If the system refuses threads.
    pub fn new(classifier: Classifier) -> std::io::Result<Server> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let limits = Limits { max_bytes: MAX_BYTES, timeout: Duration::from_secs(600), concurrency: 1, queue: 1 };
        let service = TowerToHyperService::new(router(Service::new(classifier, limits)));
        Ok(Server { runtime, service })
    }

    /// The status and the body of the answer to a request.
    pub fn answer(&self, request: Request<Vec<u8>>) -> (u16, Vec<u8>) {
        self.runtime.block_on(async {
            let answer = self.service.call(request.map(Body::from)).await;
            let Ok(answer) = answer;
            let status = answer.status().as_u16();
            let body = to_bytes(answer.into_body(), usize::MAX).await;
            (status, body.map_or_else(|error| error.to_string().into_bytes(), |bytes| bytes.to_vec()))
        })
    }
}

/// A request with a body; `None` if a field cannot be sent at all.
pub fn request(path: &str, fields: &[(&str, &[u8])], body: Vec<u8>) -> Option<Request<Vec<u8>>> {
    let request = fields.iter().fold(Request::post(path), |request, &(name, value)| request.header(name, value));
    request.body(body).ok()
}
