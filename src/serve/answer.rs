//! The work on one request: its body is read, then inflated, cut into pages, classified and written about.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::value::RawValue;

use super::Service;
use super::admission::Abandoned;
use super::body::{self, too_large};
use super::clean::CleanRecord;
use super::media::{JSON_LINES, Media, compression};
use super::metrics::Metrics;
use super::parameters::Parameters;
use super::parts::{OF_JSON, OF_PAGE};
use super::problem::{Limit, Problem};
use crate::classifier::Classifier;
use crate::clean::Cleaning;
use crate::cli::data::PageRecord;
use crate::error::Result as Read;
use crate::io::{self, Record};

/// Pages in one request, at most: an answer is several times as long as a page without text.
const MOST_PAGES: usize = 1 << 16;

/// Paragraphs in one request, texts of heads among them, at most: an answer has 200 bytes for each, also for those of a single letter.
const MOST_PARAGRAPHS: usize = 1 << 20;

/// Paragraphs of one page, texts of its head among them, at most: the work on one takes 2.4 kB (a short sentence, measured).
const MOST_PARAGRAPHS_OF_PAGE: usize = 1 << 18;

/// What is told of a page.
pub(super) enum Form {
    Labels,
    Text(Cleaning),
}

/// What is to be done.
struct Task {
    media: Media,
    compression: String,
    parameters: Parameters,
    form: Form,
    classifier: Classifier,
    max_bytes: usize,
}

/// What comes back.
struct Answer {
    content_type: HeaderValue,
    bytes: Vec<u8>,
}

/// Reads the body of a request and has the work done.
pub(super) async fn answered(
    service: Arc<Service>,
    parameters: Parameters,
    form: Form,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let task = Task {
        media: Media::of(&headers)?,
        compression: compression(&headers)?,
        classifier: parameters.classifier(&service.classifier)?,
        parameters,
        form,
        max_bytes: service.limits.max_bytes,
    };
    let sent = body::read(&service, &headers, body).await?;
    let server = service.clone();
    let answer = service.admission.run(move |abandoned| {
        let Answer { content_type, bytes } = task.answer(sent.bytes, &server.metrics, abandoned)?;
        drop(sent.memory);
        Ok((content_type, server.admission.held(bytes)?))
    });
    let (content_type, bytes): (HeaderValue, Bytes) = answer.await?;
    Ok(([(CONTENT_TYPE, content_type)], bytes).into_response())
}

impl Task {
    /// # Errors
    ///
    /// If the body is not what its head says it is. Of several pages, those that cannot be read have a problem object in
    /// their place, and the rest is done.
    fn answer(&self, body: Vec<u8>, metrics: &Metrics, abandoned: &Abandoned) -> Result<Answer, Problem> {
        let body = self.inflated(body)?;
        let source = Path::new(&self.parameters.source);
        let fields = self.parameters.fields();
        let mut out = Writer { task: self, metrics, abandoned, bytes: Vec::new(), pages: 0, paragraphs: 0 };
        let mut content_type = HeaderValue::from_static("application/json");
        match &self.media {
            Media::Json => OF_JSON.check(&body)?,
            Media::JsonLines => {
                body.split(|&byte| byte == b'\n').try_for_each(|line| OF_JSON.check(line))?;
            }
            Media::Page { .. } => {}
        }
        match &self.media {
            Media::Page { input, charset } => {
                let (input, charset) = (*input, charset.clone());
                out.page(&Record { source: source.to_owned(), bytes: body, input, charset, ..Record::default() })?;
            }
            Media::Json if body.trim_ascii_start().starts_with(b"[") => {
                let items: Vec<&RawValue> = serde_json::from_slice(&body).map_err(not_json)?;
                let items = items.iter().zip(1..);
                out.list(items.map(|(item, number)| io::json_record(item.get().as_bytes(), source, number, &fields)))?;
            }
            Media::Json => {
                let record = io::json_record(&body, source, 1, &fields).map_err(|error| Problem::of(&error, ""))?;
                out.page(&record)?;
            }
            Media::JsonLines => {
                content_type = HeaderValue::from_static(JSON_LINES);
                out.lines(io::json_lines(source, Box::new(Cursor::new(body)), fields))?;
            }
        }
        Ok(Answer { content_type, bytes: out.bytes })
    }

    fn inflated(&self, body: Vec<u8>) -> Result<Vec<u8>, Problem> {
        if self.compression.is_empty() {
            return Ok(body);
        }
        let mut inflated = Vec::new();
        io::decompress(&body, &self.compression, self.max_bytes as u64 + 1, &mut inflated).map_err(|error| {
            let detail = format!("the body cannot be inflated: {error}");
            Problem::bad_request(detail, format!("compress it by {}, or leave Content-Encoding out", self.compression))
        })?;
        if inflated.len() > self.max_bytes { Err(too_large(self.max_bytes)) } else { Ok(inflated) }
    }
}

fn not_json(error: serde_json::Error) -> Problem {
    Problem::bad_request(format!("not JSON: {error}"), "send an object, or a list of objects; in UTF-8")
}

/// The answer as it grows.
struct Writer<'t> {
    task: &'t Task,
    metrics: &'t Metrics,
    abandoned: &'t Abandoned,
    bytes: Vec<u8>,
    pages: usize,
    paragraphs: usize,
}

impl Writer<'_> {
    fn list(&mut self, records: impl Iterator<Item = Read<Record>>) -> Result<(), Problem> {
        self.bytes.push(b'[');
        for record in records {
            if self.pages > 0 {
                self.bytes.push(b',');
            }
            self.item(record, "item")?;
        }
        self.bytes.push(b']');
        Ok(())
    }

    fn lines(&mut self, records: impl Iterator<Item = Read<Record>>) -> Result<(), Problem> {
        for record in records {
            self.item(record, "line")?;
            self.bytes.push(b'\n');
        }
        Ok(())
    }

    /// One of several; `place` is what its number counts.
    fn item(&mut self, record: Read<Record>, place: &str) -> Result<(), Problem> {
        self.pages += 1;
        if self.pages > MOST_PAGES {
            return Err(Problem::too_large(Limit::Pages, format!("more than {MOST_PAGES} pages")));
        }
        if self.abandoned.is_set() {
            return Err(Problem::timed_out("nobody waits for the answer any more"));
        }
        match record {
            Ok(record) => self.page(&record),
            Err(error) => self.json(&Problem::of(&error, place)),
        }
    }

    fn page(&mut self, record: &Record) -> Result<(), Problem> {
        OF_PAGE.check(&record.bytes)?;
        let page = record.page(self.task.parameters.input());
        let paragraphs = page.paragraphs().len() + page.head().len();
        if paragraphs > MOST_PARAGRAPHS_OF_PAGE {
            let detail = format!("a page of more than {MOST_PARAGRAPHS_OF_PAGE} paragraphs");
            return Err(Problem::too_large(Limit::PageParagraphs, detail));
        }
        self.paragraphs += paragraphs;
        if self.paragraphs > MOST_PARAGRAPHS {
            return Err(Problem::too_large(Limit::Paragraphs, format!("more than {MOST_PARAGRAPHS} paragraphs")));
        }
        let classifier = &self.task.classifier;
        let page = classifier.classify(page);
        self.metrics.page(&page);
        let (source, origin, model) = (&self.task.parameters.source, record.origin.as_ref(), classifier.model_name());
        match &self.task.form {
            Form::Labels => self.json(&PageRecord::new(source, origin, model, &page)),
            Form::Text(cleaning) => self.json(&CleanRecord::new(source, origin, model, &page, cleaning)),
        }
    }

    fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Problem> {
        serde_json::to_writer(&mut self.bytes, value)
            .map_err(|error| Problem::internal(format!("the answer cannot be written: {error}")))
    }
}
