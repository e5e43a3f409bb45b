//! A converter's damage, undone.

use parasift::Characters;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::paragraph::shortened;
use crate::source;

/// A part of a text that was damaged.
#[pyclass(frozen, eq, get_all, module = "parasift")]
#[derive(Clone, PartialEq)]
pub(crate) struct Change {
    /// Where it begins in the damaged text, in characters (code points).
    start: usize,
    /// Where it ends there.
    end: usize,
    /// "annotation" (pinyin in brackets) or "shifted-run" (characters read from the wrong byte on).
    damage: &'static str,
    /// What stands there in the repaired text.
    restored: String,
}

#[pymethods]
impl Change {
    fn __repr__(&self) -> String {
        let Change { start, end, damage, restored } = self;
        format!("<Change {start}:{end} {damage} {:?}>", shortened(restored))
    }
}

/// A repaired text.
#[pyclass(frozen, eq, get_all, module = "parasift")]
#[derive(Clone, PartialEq)]
pub(crate) struct Repaired {
    /// The text as it was before the damage.
    text: String,
    /// What was changed, in the order of the text.
    changes: Vec<Change>,
}

#[pymethods]
impl Repaired {
    fn __repr__(&self) -> String {
        format!("<Repaired {} changes {:?}>", self.changes.len(), shortened(&self.text))
    }
}

/// Undoes the damage of converters between scripts that work on bytes: pinyin in brackets behind characters, and runs of
/// characters read from the wrong byte on. Give a page, or as much of it as there is: damage is told by the page as a
/// whole.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn repair(py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<Repaired> {
    let text = source::text(text)?;
    Ok(py.detach(|| {
        let (repaired, characters) = (parasift::repair(&text), Characters::of(&text));
        let changes = repaired.changes.iter().map(|change| Change {
            start: characters.at(change.range.start),
            end: characters.at(change.range.end),
            damage: change.damage.as_str(),
            restored: change.restored.clone(),
        });
        Repaired { changes: changes.collect(), text: repaired.text.into_owned() }
    }))
}
