#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neko_fuzz::stun_messages::run(bytes));
