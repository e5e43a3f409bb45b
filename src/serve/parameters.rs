//! The parameters of a path: what is a flag of `parasift score`.

use axum::extract::FromRequestParts;
use axum::extract::Query;
use axum::http::request::Parts;
use serde::Deserialize;

use super::problem::{Problem, bad_parameter};
use crate::classifier::Classifier;
use crate::io::Fields;
use crate::page::Input;

/// What `/score` is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Parameters {
    input: InputParameter,
    /// What the answer calls the source.
    pub(super) source: String,
    text_field: String,
    html_field: String,
    spam_at_fpr: Option<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum InputParameter {
    Auto,
    Html,
    Text,
}

impl Default for Parameters {
    /// As the flags of `score`, for a page on standard input.
    fn default() -> Self {
        let Fields { text, html } = Fields::default();
        Parameters {
            input: InputParameter::Auto,
            source: "-".to_owned(),
            text_field: text,
            html_field: html,
            spam_at_fpr: None,
        }
    }
}

impl Parameters {
    pub(super) fn input(&self) -> Input {
        match self.input {
            InputParameter::Auto => Input::Auto,
            InputParameter::Html => Input::Html,
            InputParameter::Text => Input::Text,
        }
    }

    pub(super) fn fields(&self) -> Fields {
        Fields { text: self.text_field.clone(), html: self.html_field.clone() }
    }

    /// The classifier, with the threshold that is asked for.
    ///
    /// # Errors
    ///
    /// 400 if the model has no such threshold.
    pub(super) fn classifier(&self, classifier: &Classifier) -> Result<Classifier, Problem> {
        match self.spam_at_fpr {
            None => Ok(classifier.clone()),
            Some(share) if (0.0..=1.0).contains(&share) => {
                classifier.spam_at_false_alarms(share).map_err(|error| bad_parameter(error.message()))
            }
            Some(_) => Err(bad_parameter("spam-at-fpr is a share, from 0 to 1")),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(parameters)| parameters)
            .map_err(|error| bad_parameter(error.body_text()))
    }
}
