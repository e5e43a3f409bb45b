//! See [`parasift_fuzz::html`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::html(bytes));
