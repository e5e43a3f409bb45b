//! The parameters of a path: what is a flag of `parasift score` and `parasift clean`.

use axum::extract::FromRequestParts;
use axum::extract::Query;
use axum::http::request::Parts;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::problem::{Problem, bad_parameter};
use crate::classifier::Classifier;
use crate::clean::Cleaning;
use crate::io::Fields;
use crate::label::Label;
use crate::page::Input;

/// What `/score` and `/clean` are asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Parameters {
    input: InputParameter,
    /// What the answer calls the source.
    pub(super) source: String,
    text_field: String,
    html_field: String,
    spam_at_fpr: Option<f64>,
    #[serde(deserialize_with = "labels")]
    keep: Option<Vec<Label>>,
    markdown: bool,
    repair: bool,
    no_title: bool,
    keep_spans: bool,
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
            keep: None,
            markdown: false,
            repair: false,
            no_title: false,
            keep_spans: false,
        }
    }
}

/// Names of labels between commas.
fn labels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Label>>, D::Error> {
    let names = String::deserialize(deserializer)?;
    let label = |name: &str| {
        Label::parse(name).ok_or_else(|| Error::custom(format!("keep: {name:?} is not body, nav or spam")))
    };
    names.split(',').map(label).collect::<Result<_, _>>().map(Some)
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

impl Parameters {
    /// How the text is made.
    pub(super) fn cleaning(&self) -> Cleaning {
        let kept = self.keep.as_deref().map_or_else(Cleaning::body, Cleaning::keeping);
        let kept = kept.with_title(!self.no_title).with_repair(self.repair);
        kept.with_spans(self.keep_spans).with_markdown(self.markdown)
    }

    /// # Errors
    ///
    /// 400 if there is a parameter that has no meaning where no text is made.
    pub(super) fn without_cleaning(&self) -> Result<(), Problem> {
        let flags = [self.markdown, self.repair, self.no_title, self.keep_spans];
        match self.keep.is_some() || flags.contains(&true) {
            true => Err(bad_parameter("there is no text to be made: /clean makes texts")),
            false => Ok(()),
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
