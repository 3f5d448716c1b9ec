//! A clock that is wrong: behind after a power cut, or set by an administrator while the box runs.

use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

use neko::clock::{Clock, Timestamp};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{Client, TestBox};

fn moment(value: &Value) -> Timestamp {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

async fn time_at(client: &Client) -> Timestamp {
    moment(&client.get("/api/check").await.expect(StatusCode::OK)["serverTime"])
}

#[tokio::test]
async fn a_box_that_wakes_up_in_the_past_goes_on_from_when_it_was_last_there() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    // the machine's clock is twelve hours behind what the box has seen
    let seen = Clock::system().now().plus(Duration::from_hours(12));
    let record = json!({"seen": seen, "notAfter": seen, "correctionMillis": 0});
    std::fs::write(data.path().join("clock"), record.to_string()).unwrap();
    let mut neko = TestBox::start_on(data, &["--open-registration"]);
    let ada = neko.user("ada").await;
    let first = time_at(&ada).await;
    assert!(first >= seen);
    let ice = ada.get("/api/ice").await.expect(StatusCode::OK);
    let username = ice["iceServers"][1]["username"].as_str().unwrap();
    assert!(username.split(':').next().unwrap().parse::<i64>().unwrap() > seen.as_secs(), "{username}");
    assert_eq!(ada.get("/api/auth/me").await.status, StatusCode::OK);
    neko.signal("TERM");
    assert!(neko.wait().success());

    let again = TestBox::start_on(neko.data.clone(), &[]);
    assert!(time_at(&again.stranger()).await > first);
    assert_eq!(again.returning(ada.token).get("/api/auth/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_admin_sets_the_clock_and_nobody_is_thrown_out() {
    // a connection made anew would look at the certificate by this machine's clock
    let patient = [("NEKO_LIMITS_HEADER_READ_TIMEOUT_SECONDS", OsStr::new("600"))];
    let data = Arc::new(tempfile::tempdir().unwrap());
    let neko = TestBox::start_in(data, &["--open-registration"], &patient);
    let admin = neko.admin().await;
    let ada = neko.user("ada").await;
    let login = json!({"username": "ada", "password": crate::harness::PASSWORD});
    let session = ada.post("/api/auth/login", &login).await;
    let mut cookies = session.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookie = cookies.find_map(|cookie| cookie.strip_prefix("__Secure-neko-refresh=")).unwrap();
    let refresh = cookie.split(';').next().unwrap().to_owned();
    let room = ada.room(&json!({"name": "A long call"})).await;
    let mut seat = ada.join(&room).await;

    let before = admin.get("/api/admin/network").await.expect(StatusCode::OK)["certificate"].take();
    let today = time_at(&admin).await;
    let next_year = today.plus(Duration::from_hours(24 * 380));
    for (client, now, status) in [
        (&ada, next_year, StatusCode::FORBIDDEN),
        (&admin, Timestamp::from_millis(0), StatusCode::BAD_REQUEST),
        (&admin, Timestamp::from_millis(i64::MAX), StatusCode::BAD_REQUEST),
        (&admin, next_year, StatusCode::OK),
    ] {
        assert_eq!(client.post("/api/admin/clock", &json!({"now": now})).await.status, status);
    }
    assert!(time_at(&ada).await >= next_year);
    let renewed = ada.post("/api/auth/refresh", &json!({"refreshToken": refresh})).await;
    assert_eq!(renewed.status, StatusCode::OK, "a session outlasts a clock that was set: {renewed}");
    seat.send(&json!({"type": "ping"})).await;
    seat.expect("pong").await;

    // the certificate had ended by that clock; connections that stood have not noticed
    neko.wait_for_log_times(&["issued a server certificate"], 2);
    let mut again = admin.clone();
    again.enter(
        &admin
            .post("/api/auth/login", &json!({"username": "root", "password": crate::harness::PASSWORD}))
            .await
            .json(),
    );
    let audit = again.get("/api/admin/audit").await.expect(StatusCode::OK);
    let audit = audit["entries"].as_array().unwrap();
    assert!(audit.iter().any(|entry| entry["action"] == "clock-set"), "{audit:?}");
    let after = again.get("/api/admin/network").await.expect(StatusCode::OK)["certificate"].take();
    assert!(
        moment(&after["notAfter"]) > next_year && before["fingerprint"] != after["fingerprint"],
        "{after}"
    );

    // and back again: newcomers, whose clocks are right, take the certificate
    assert_eq!(again.post("/api/admin/clock", &json!({"now": today})).await.status, StatusCode::OK);
    neko.wait_for_log_times(&["issued a server certificate"], 3);
    assert!(time_at(&neko.stranger()).await < next_year);
}
