//! See [`parasift_fuzz::model`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::model(bytes));
