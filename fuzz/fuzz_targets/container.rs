//! See [`parasift_fuzz::container`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::container(bytes));
