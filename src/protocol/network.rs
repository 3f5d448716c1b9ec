//! Bodies of the HTTP API about the box's place in its networks, its clock, and how it does. camelCase JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Timestamp;

/// `GET /api/check`: what anyone may know to find out whether calls will work from where they are.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CheckAnswer {
    /// The box's time.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub server_time: Timestamp,
    /// The caller's address, as the box sees it.
    pub your_address: String,
    /// The box's own end of the connection.
    pub box_address: String,
    /// The name or address that the caller used, as it says itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub host: Option<String>,
    /// Whether the certificate is for that.
    pub host_in_certificate: bool,
    /// `stun:`, `turn:` and `turns:` addresses for the caller, best first, without credentials: `stun:` answers anyone,
    /// and a `turns:` that refuses (401) was reached and trusted. To relay takes a session and `GET /api/ice`.
    pub relay_urls: Vec<String>,
    /// SHA-256 of the certificate authority, to compare with what a device shows.
    pub authority_fingerprint: String,
    /// The version of this build.
    pub version: String,
}

/// `GET /api/admin/network`, admins only: where the box is, and what it is called.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NetworkAnswer {
    /// Addresses for people, best first: for a printed sheet.
    pub urls: Vec<String>,
    /// Every network interface that has an address.
    pub interfaces: Vec<NetworkInterface>,
    /// Where the box listens for TCP, address and port.
    pub tcp: Vec<String>,
    /// Where the box listens for UDP, address and port.
    pub udp: Vec<String>,
    /// Names by which the box can be called.
    pub names: Vec<String>,
    /// Whether and how the box is found without DNS.
    pub mdns: MdnsState,
    /// The certificate that new connections get.
    pub certificate: CertificateShown,
    /// Who vouches for it.
    pub authority: AuthorityShown,
    /// The certificate from elsewhere (`tls.certificate`), if there is to be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub provided_certificate: Option<ProvidedShown>,
}

/// A certificate from elsewhere, which those get who call the box by a name in it.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ProvidedShown {
    /// Names that it is for.
    pub names: Vec<String>,
    /// Good until then; nothing while there is none that can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(optional, type = "string"))]
    pub not_after: Option<Timestamp>,
    /// Why its files, as they are, can't be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub problem: Option<String>,
}

/// A network interface.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NetworkInterface {
    /// What the system calls it.
    pub name: String,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Whether `net.exclude-interfaces` leaves it out.
    pub excluded: bool,
}

/// How it stands with multicast DNS.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MdnsState {
    /// Whether the box is to be found at all (`net.mdns`).
    pub enabled: bool,
    /// The name that it has, with `.local`; it may differ from the one asked for, which another machine may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub name: Option<String>,
    /// Whether a network has been told.
    pub announced: bool,
    /// What stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub problem: Option<String>,
}

/// A server certificate.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CertificateShown {
    /// Names and addresses that it is for.
    pub names: Vec<String>,
    /// Good from then.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub not_before: Timestamp,
    /// Good until then.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub not_after: Timestamp,
    /// When the box makes the next one by itself.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub renewed_at: Timestamp,
    /// SHA-256 of it, pairs of hexadecimal digits with colons between.
    pub fingerprint: String,
    /// Names and addresses of the box that it can't be for.
    pub left_out: Vec<String>,
    /// Why the last try to make a better one failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub problem: Option<String>,
}

/// The box's certificate authority.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AuthorityShown {
    /// What it is called in a device's list.
    pub name: String,
    /// Good until then.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub not_after: Timestamp,
    /// SHA-256 of it, pairs of hexadecimal digits with colons between.
    pub fingerprint: String,
}

/// `POST /api/admin/clock`, admins only: what time it is.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClockRequest {
    /// The time by the browser's clock.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub now: Timestamp,
}

/// `GET` and `POST /api/admin/clock`, admins only.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClockAnswer {
    /// The box's time.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub now: Timestamp,
    /// What the machine's own clock says.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub machine: Timestamp,
}

/// `GET /api/admin/doctor`, admins only: how the box does. It holds no secret and may be passed on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DoctorReport {
    /// The version of this build.
    pub version: String,
    /// When the box was examined, by its own clock.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub at: Timestamp,
    /// Whether nothing is broken.
    pub works: bool,
    /// Everything that was looked at, in the order in which to care for it.
    pub findings: Vec<Finding>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Finding {
    /// What it is about and what was found, for programs: `disk-low`.
    pub code: String,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub found: String,
    /// Why that may be, and what follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub cause: Option<String>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub cure: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As it should be.
    Good,
    /// Works, but something is not as one would want it.
    Warning,
    /// Something does not work.
    Broken,
}
