//! Pictures, drawn as SVG by hand.

#[cfg(feature = "train")]
mod bar;
#[cfg(feature = "train")]
mod plot;
mod strip;

#[cfg(feature = "train")]
pub(super) use bar::bar;
#[cfg(feature = "train")]
pub(super) use plot::{Dot, Plot, Series};
pub(super) use strip::{Cell, map, miniature};
