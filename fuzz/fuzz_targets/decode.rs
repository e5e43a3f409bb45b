//! See [`parasift_fuzz::decode`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::decode(bytes));
