//! See [`parasift_fuzz::labelled`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::labelled(bytes));
