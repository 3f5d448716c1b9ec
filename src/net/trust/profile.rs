//! Apple's configuration profile (property list, payload `com.apple.security.root`) with the box's CA in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;

/// The profile for the certificate `der`, which is called `name`. The same certificate gives the same profile: one
/// that is installed twice replaces itself.
pub(super) fn profile(der: &[u8], name: &str) -> String {
    let hash = digest::digest(&digest::SHA256, der);
    let (whole, root) = (uuid(&hash.as_ref()[..16]), uuid(&hash.as_ref()[16..]));
    let name = super::page::escaped(name);
    let content = STANDARD.encode(der);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>box.neko.{whole}</string>
  <key>PayloadUUID</key><string>{whole}</string>
  <key>PayloadDisplayName</key><string>{name}</string>
  <key>PayloadDescription</key><string>Lets this device trust the Neko box in this building, and nothing else.</string>
  <key>PayloadOrganization</key><string>Neko</string>
  <key>PayloadRemovalDisallowed</key><false/>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>box.neko.{whole}.root</string>
      <key>PayloadUUID</key><string>{root}</string>
      <key>PayloadDisplayName</key><string>{name}</string>
      <key>PayloadCertificateFileName</key><string>ca.crt</string>
      <key>PayloadContent</key><data>{content}</data>
    </dict>
  </array>
</dict>
</plist>
"#
    )
}

/// Sixteen bytes of a hash as a UUID (RFC 9562, section 5.8: version 8).
fn uuid(bytes: &[u8]) -> String {
    let octets: [u8; 16] = std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default());
    let version = (8 << 76) | (0b10 << 62);
    let free = !((0xf << 76) | (0b11 << 62));
    let bits = u128::from_be_bytes(octets) & free | version;
    let hex = format!("{bits:032X}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_the_same_each_time_and_another_for_another_certificate() {
        let (first, again, other) = (profile(b"a", "A & B"), profile(b"a", "A & B"), profile(b"b", "B"));
        assert_eq!(first, again);
        assert!(first.contains("A &amp; B") && first.contains("<data>YQ==</data>"));
        let id = |text: &str| text.split("PayloadUUID</key><string>").nth(1).unwrap()[..36].to_owned();
        assert_ne!(id(&first), id(&other));
        assert_eq!(id(&first).as_bytes()[14], b'8');
    }
}
