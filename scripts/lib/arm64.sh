# The other architecture: running its programs, and building for it. Sourced after tools.sh.

# need_arm64_programs: lets the kernel run programs for arm64, by qemu.
need_arm64_programs() {
    local registry=/proc/sys/fs/binfmt_misc
    [ "$(uname -m)" = aarch64 ] && return
    need_packages qemu-aarch64-static:qemu-user-static
    [ -e "$registry/register" ] || as_root mount -t binfmt_misc binfmt_misc "$registry"
    [ -e "$registry/qemu-aarch64" ] ||
        as_root tee "$registry/register" </usr/lib/binfmt.d/qemu-aarch64.conf >/dev/null
}

# need_arm64_compiler: Debian's Rust with its library for arm64, and a linker for it.
need_arm64_compiler() {
    if ! dpkg --print-foreign-architectures | grep -qx arm64; then
        as_root dpkg --add-architecture arm64
        as_root apt-get update -qq
    fi
    need_packages /usr/bin/rustc:rustc-web /usr/bin/cargo:cargo-web aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu
    dpkg -s libstd-rust-web-dev:arm64 libc6-dev:arm64 >/dev/null 2>&1 ||
        install_packages libstd-rust-web-dev:arm64 libc6-dev:arm64
}
