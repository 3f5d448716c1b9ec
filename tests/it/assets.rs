//! The page, as the binary carries it.

use reqwest::{Method, StatusCode};

use crate::harness::{Answer, TestBox};

#[tokio::test]
async fn the_page_is_served_small_safe_and_cached_as_long_as_its_name_allows() {
    let neko = TestBox::start(&[]);
    let stranger = neko.stranger();
    let page = stranger.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(page.headers["cache-control"], "no-cache");
    let csp = page.headers["content-security-policy"].to_str().unwrap();
    assert!(csp.contains("frame-ancestors 'none'") && !csp.contains("unsafe"), "{csp}");
    assert_eq!(page.headers["x-content-type-options"], "nosniff");

    let again = stranger.request(Method::GET, "/").header("if-none-match", &page.headers["etag"]);
    let again = Answer::of(again).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));

    let script =
        page.text.split('"').find(|part| part.starts_with("/assets/") && part.contains(".js")).unwrap();
    let plain = stranger.get(script).await;
    assert_eq!(plain.headers["cache-control"], "public, max-age=31536000, immutable");
    assert!(plain.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
    let small =
        Answer::of(stranger.request(Method::HEAD, script).header("accept-encoding", "gzip, br")).await;
    assert_eq!(
        (&small.headers["content-encoding"], &small.headers["vary"]),
        (&"br".parse().unwrap(), &"accept-encoding".parse().unwrap())
    );
    assert_ne!(small.headers["etag"], plain.headers["etag"]);

    for route in ["/login", "/room/abc", "/dashboard", "/nowhere"] {
        assert_eq!(stranger.get(route).await.text, page.text, "the page routes by itself: {route}");
    }
    for missing in ["/assets/none.js", "/../Cargo.toml", "/index.html.br", "/%2e%2e/%2e%2e/etc/passwd.txt"] {
        let answer = stranger.get(missing).await;
        assert!(answer.status == StatusCode::NOT_FOUND, "{missing}: {answer}");
    }
    let post = stranger.post("/login", &serde_json::json!({})).await;
    assert_eq!(post.problem(), "method-not-allowed");
}

#[tokio::test]
async fn the_api_describes_itself_and_no_cache_keeps_it() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    let document = admin.get("/api/openapi.json").await.json();
    for path in ["/api/setup", "/api/auth/login", "/api/rooms/{roomId}/guests", "/api/ice", "/api/health"] {
        assert!(document["paths"].get(path).is_some(), "{path} is not described");
    }
    let health = admin.get("/api/health").await;
    assert_eq!(health.headers["cache-control"], "no-store");
    let health = health.expect(StatusCode::OK);
    assert_eq!(health["status"], "ok");
    assert!(health["version"].is_string() && health["uptimeSeconds"].is_u64());
    let metrics = neko.stranger().get("/metrics").await;
    assert!(metrics.text.contains("\nneko_connections 0\n"), "{metrics}");
}

#[tokio::test]
async fn what_breaks_in_a_page_is_told_to_the_admin_alone() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    let stranger = neko.stranger();
    let report = serde_json::json!({"message": "x is undefined", "path": "/room/abc#secret-invite"});
    assert_eq!(stranger.get("/api/client-errors").await.problem(), "unauthenticated");
    assert_eq!(stranger.post("/api/client-errors", &report).await.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.post("/api/client-errors", &report).await.status, StatusCode::NO_CONTENT);
    let errors = admin.get("/api/client-errors").await.expect(StatusCode::OK);
    assert_eq!(
        (&errors["errors"][0]["userId"], &errors["errors"][1]["userId"]),
        (&admin.user["id"], &serde_json::Value::Null)
    );
    assert_eq!(errors["errors"][1]["path"], "/room/abc#…");
    let mut last = stranger.post("/api/client-errors", &report).await;
    while last.status == StatusCode::NO_CONTENT {
        last = stranger.post("/api/client-errors", &report).await;
    }
    assert_eq!(last.problem(), "rate-limited");
    assert!(last.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn plain_http_on_the_same_port_leads_to_https() {
    let neko = TestBox::start(&[]);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let url = format!("http://{}/room/abc?x=1", neko.address());
    let answer = Answer::of(client.get(url)).await;
    assert!(answer.status.is_redirection(), "{answer}");
    assert_eq!(answer.headers["location"].to_str().unwrap(), format!("{}/room/abc?x=1", neko.url));
}
