use http::Request;
use http::header::HeaderValue;

use super::*;
use crate::clock::Timestamp;
use crate::net::names::Names;

const SECURE: &str = "https://10.0.0.5:8443";

fn trust() -> TrustPage {
    let dir = tempfile::tempdir().unwrap();
    let names = Names::of_box(&[], None, &[]);
    TrustPage::new(&ca::Authority::open(dir.path(), Timestamp::from_millis(0), &names).unwrap())
}

fn ask(trust: &TrustPage, uri: &str, headers: &[(HeaderName, &str)]) -> Option<(HeaderMap, String)> {
    let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
    let response = trust.answer(&uri.parse().unwrap(), &headers.collect(), SECURE)?;
    let body = String::from_utf8_lossy(response.body()).into_owned();
    Some((response.headers().clone(), body))
}

#[test]
fn a_visitor_gets_their_language_and_system_unless_they_choose_another() {
    let trust = trust();
    let visitor =
        [(ACCEPT_LANGUAGE, "de-AT,de;q=0.9"), (USER_AGENT, "Mozilla/5.0 (Linux; Android 14; Pixel 7)")];
    let (headers, page) = ask(&trust, "/trust", &visitor).unwrap();
    assert!(page.contains("<html lang=\"de\"") && page.contains("id=\"android\" open"));
    assert!(
        page.contains(trust.authority_name()) && page.contains(&*trust.sha256) && page.contains(&*trust.sha1)
    );
    let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("connect-src https://10.0.0.5:8443 wss://10.0.0.5:8443;"), "{policy}");
    let (_, page) = ask(&trust, "/trust?lang=fr&system=ios", &visitor).unwrap();
    assert!(page.contains("<html lang=\"fr\"") && page.contains("id=\"ios\" open"));
    let (_, page) = ask(&trust, "/trust?lang=%22%3E&system=", &visitor).unwrap();
    assert!(page.contains("<html lang=\"de\"") && page.contains("id=\"android\" open"));
}

#[test]
fn the_page_needs_no_script_or_style_but_its_files() {
    let (_, page) = ask(&trust(), "/trust", &[]).unwrap();
    for inline in ["style=", "<style", "onclick", "javascript:", "http://www.w3.org/1999"] {
        assert!(!page.contains(inline), "{inline}");
    }
}

#[test]
fn the_certificate_comes_in_the_form_that_each_system_takes() {
    let trust = trust();
    for (path, kind) in [
        ("/ca.crt", "application/x-x509-ca-cert"),
        ("/ca.pem", "application/x-pem-file"),
        ("/neko.mobileconfig", "application/x-apple-aspen-config"),
    ] {
        assert_eq!(ask(&trust, path, &[]).unwrap().0[CONTENT_TYPE], kind);
    }
    assert_eq!(fingerprint(&trust.der.to_vec().into()), *trust.sha256);
    assert!(ask(&trust, "/ca.pem", &[]).unwrap().1.starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(ask(&trust, "/ca.key", &[]).is_none() && ask(&trust, "/trust/nothing", &[]).is_none());
}

#[test]
fn whatever_a_client_calls_the_box_only_a_name_or_an_address_gets_into_the_page() {
    let local: SocketAddr = "[fd00::5]:8443".parse().unwrap();
    for (host, secure) in [
        ("neko.local:8443", "https://neko.local:8443"),
        ("NEKO.local", "https://neko.local:8443"),
        ("192.168.1.5:443", "https://192.168.1.5"),
        ("[fd00::7]:9443", "https://[fd00::7]:9443"),
        ("a;b:1", "https://[fd00::5]:1"),
        ("user@evil", "https://evil:8443"),
        ("x'y", "https://[fd00::5]:8443"),
    ] {
        let request = Request::builder().uri(format!("http://{host}/trust")).body(()).unwrap();
        assert_eq!(secure_origin(request.uri().authority(), local), secure, "{host}");
    }
    assert_eq!(secure_origin(None, local), "https://[fd00::5]:8443");
}
