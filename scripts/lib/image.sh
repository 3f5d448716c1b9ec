# The container image, made without a container engine. Sourced after tools.sh.

# What a binary for Debian needs of it: the C library, and what unwinds.
image_libraries=(ld-linux-*.so.* libc.so.6 libm.so.6 libgcc_s.so.1)

# image ARCH BINARY ARCHIVE: an OCI archive with nothing in it but the binary, its libraries and their licences.
image() {
    local work=$PWD/target/package/image-$1 archive=$PWD/$3 binary=$2
    local tree=$work/tree layout=$work/layout created library deb
    created=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
    rm -rf "$work"
    mkdir -p "$work/debs" "$work/unpacked" "$tree"/{data,etc,usr/bin,usr/share/doc/neko}
    (cd "$work/debs" && apt-get download -qq -o APT::Sandbox::User=root "libc6:$1" "libgcc-s1:$1" "gcc-12-base:$1")
    for deb in "$work"/debs/*.deb; do
        dpkg-deb --extract "$deb" "$work/unpacked"
    done
    (
        cd "$work/unpacked"
        for library in "${image_libraries[@]}"; do
            # where they are differs by architecture, and each must stay where it is looked for
            find . -name "$library" -exec cp --parents --no-dereference -t "$tree" {} +
        done
        cp --parents usr/share/doc/{libc6,gcc-12-base}/copyright "$tree"
    )
    install "$binary" "$tree/usr/bin/neko"
    install -m 644 LICENSE target/package/third-parties.txt "$tree/usr/share/doc/neko/"
    echo "neko:x:65532:65532:Neko:/data:/usr/sbin/nologin" >"$tree/etc/passwd"
    echo "neko:x:65532:" >"$tree/etc/group"
    chmod -R u=rwX,go=rX "$tree"
    chmod 700 "$tree/data"

    local plain=(--sort=name --mtime="@$SOURCE_DATE_EPOCH" --numeric-owner --format=gnu)
    tar -C "$tree" "${plain[@]}" --owner=0 --group=0 --exclude=./data -cf "$work/layer.tar" .
    tar -C "$tree" "${plain[@]}" --owner=65532 --group=65532 -rf "$work/layer.tar" ./data
    umoci init --layout "$layout"
    umoci new --image "$layout:latest"
    umoci raw add-layer --image "$layout:latest" --history.created "$created" \
        --history.created_by scripts/release "$work/layer.tar"
    umoci config --image "$layout:latest" --no-history --created "$created" --os linux --architecture "$1" \
        --config.entrypoint /usr/bin/neko --config.env NEKO_DATA_DIR=/data --config.volume /data \
        --config.user 65532:65532 --config.stopsignal SIGTERM --config.exposedports 8443/tcp \
        --config.exposedports 8443/udp --config.exposedports 3478/udp \
        --config.label org.opencontainers.image.title=neko --config.label "org.opencontainers.image.version=$version" \
        --config.label org.opencontainers.image.licenses=MIT
    umoci gc --layout "$layout"
    # umoci's names are tags alone, while an engine that loads the archive takes the whole name from here
    sed -i "s/\"latest\"/\"neko:$version\"/" "$layout/index.json"
    tar -C "$layout" "${plain[@]}" --owner=0 --group=0 --mode=u=rwX,go=rX -cf "$archive" .
}
