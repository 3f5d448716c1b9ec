#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neko_fuzz::http_bodies::run(bytes));
