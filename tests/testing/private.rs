//! Real servers of one's own.

use std::path::Path;

use redial::testing::PrivateServer;

use super::face::test;
use super::face::*;

#[maybe_async]
#[test]
async fn a_private_server_is_real_and_empty_and_gone_when_it_is_dropped() {
    let server = PrivateServer::start().unwrap();
    for url in [server.url(), server.unix_url()] {
        let r = Redis::from_url(url).unwrap();
        let keys = r.dbsize().await.unwrap();
        assert_eq!(keys, 0);
    }
    let r = Redis::new(server.config().unwrap()).unwrap();
    r.set("k", "v").await.unwrap();
    let info = r.info().await.unwrap();
    assert_eq!(
        info.get("process_id"),
        Some(server.pid().to_string().as_str())
    );
    let process = format!("/proc/{}", server.pid());
    assert!(Path::new(&process).exists());
    let unix_url = server.unix_url();
    let folder = Path::new(unix_url.strip_prefix("unix://").unwrap())
        .parent()
        .unwrap();
    assert!(folder.exists() && server.log().unwrap().contains("eady to accept"));
    drop(server);
    assert!(!Path::new(&process).exists() && !folder.exists());
}

#[maybe_async]
#[test]
async fn a_private_server_takes_arguments_and_says_why_it_does_not_start() {
    let server = PrivateServer::start_with(["--requirepass", "se/c@r et"]).unwrap();
    assert!(!format!("{server:?}").contains("c@r"));
    for url in [server.url(), server.unix_url()] {
        let r = Redis::from_url(url).unwrap();
        r.ping().await.unwrap();
    }
    let config = server.config().unwrap().password("guessed");
    let refused = Redis::new(config).unwrap().ping().await.unwrap_err();
    assert!(refused.is_authentication());

    let error = PrivateServer::start_with(["--no-such-option", "1"]).unwrap_err();
    assert!(error.to_string().contains("no-such-option"), "{error}");
    assert!(error.to_string().contains("ended at once"), "{error}");
}
