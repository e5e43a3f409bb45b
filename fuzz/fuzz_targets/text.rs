//! See [`parasift_fuzz::text`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::text(bytes));
