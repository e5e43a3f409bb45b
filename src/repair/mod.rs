//! Undoes the damage of converters before anything else looks at the text.

mod annotations;

pub(crate) use annotations::without_annotations;
