//! See [`parasift_fuzz::tokenizer`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::tokenizer(bytes));
