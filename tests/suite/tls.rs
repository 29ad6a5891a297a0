//! Encrypted connections: what goes over them, whom they trust, and what is said of those that can't be trusted.

use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::Instant;
use std::{io, thread};

use redial::{ErrorKind, Outcome, Retry, Tls, TlsVersion};

use super::*;
use crate::face::test;
use crate::support::authority::{Authority, Certified};
use crate::support::fake::FakeServer;
use crate::support::port;
use crate::support::report::Report;
use crate::support::sentinel::SentinelGroup;

/// A client of the server, with these settings; it tries once.
fn client_with(server: &Server, tls: Tls) -> Redis {
    Redis::new(config_with(server, tls)).unwrap()
}

fn config_with(server: &Server, tls: Tls) -> Config {
    let config = Config::new().host("127.0.0.1").port(server.port());
    config.tls(tls).protocol(PROTOCOL).retry(Retry::never())
}

/// What trusts the shared authority.
fn trusting() -> Tls {
    Tls::new().ca_certs(Authority::shared().certificate())
}

/// A server that shows this certificate.
fn server_with(certified: &Certified) -> Server {
    let text = |path: &Path| path.display().to_string();
    Server::builder()
        .tls()
        .arg("tls-cert-file", &text(&certified.certificate))
        .arg("tls-key-file", &text(&certified.key))
        .start()
}

/// The error of a client that tries to reach the server.
#[maybe_async]
async fn refusal(server: &Server, tls: Tls) -> redial::Error {
    let r = client_with(server, tls);
    let begun = Instant::now();
    let error = r.ping().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(4), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    assert!(error.is_connection(), "{error}");
    error
}

fn assert_says(error: &redial::Error, kind: ErrorKind, words: &str) {
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// Reports for the row of certificates.
fn shows(injected: &str, count: u64, outcome: &str) {
    let report = Report::new(13, format!("{NAME}, {PROTOCOL:?}"), injected);
    report.count(count).outcome(outcome).write();
}

#[maybe_async]
#[test]
async fn everything_goes_over_it() -> Result<()> {
    if Server::lacks_tls("everything_goes_over_it") {
        return Ok(());
    }
    let server = Server::builder().tls().start();
    let r = client_with(&server, trusting());
    r.set("k", "v").await?;
    let v: Option<String> = r.get("k").await?;
    assert_eq!(v.as_deref(), Some("v"));

    for length in [0, 1, 16_383, 16_384, 16_385, 65_536, 300_000, 20_000_000] {
        let long: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        r.set("long", &long).await?;
        let back: Option<Vec<u8>> = r.get("long").await?;
        assert!(back.as_deref() == Some(&*long), "{length}");
        let mut pipe = r.pipeline();
        pipe.set("long", redial::Bytes::from(long.clone()))
            .get::<redial::Bytes>("long");
        let (_, back): (bool, redial::Bytes) = pipe.execute().await?;
        assert!(back == long, "{length}");
    }

    let mut pipe = r.pipeline().transaction(false);
    for at in 0..50_000 {
        pipe.rpush("list", at);
    }
    let lengths: Vec<i64> = pipe.execute().await?;
    assert_eq!(lengths.last(), Some(&50_000));
    let all: Vec<i64> = r.lrange("list", 0, -1).await?;
    assert!(all.iter().copied().eq(0..50_000));

    let late = r.blpop::<String, String>("nothing", Duration::from_millis(50));
    let late = late.await?;
    assert_eq!(late, None);

    let pubsub = r.pubsub();
    pubsub.subscribe("c").await?;
    let first = pubsub.get_message(Duration::from_secs(5)).await?;
    assert!(first.is_some());
    r.publish("c", "hello").await?;
    let message = pubsub.get_message(Duration::from_secs(5)).await?.unwrap();
    let payload: String = message.payload()?;
    assert_eq!(payload, "hello");
    Ok(())
}

#[maybe_async]
#[test]
async fn certificates_are_checked_and_the_error_says_what_is_wrong_with_them() -> Result<()> {
    if Server::lacks_tls("certificates_are_checked_and_the_error_says_what_is_wrong_with_them") {
        return Ok(());
    }
    let authority = Authority::shared();
    let good = Server::builder().tls().start();
    let error = refusal(&good, Tls::new()).await;
    assert_says(&error, ErrorKind::Tls, "certificate verify failed");
    assert_says(&error, ErrorKind::Tls, "in certificate chain");

    let stranger = Authority::stranger();
    let error = refusal(&good, Tls::new().ca_certs(stranger.certificate())).await;
    assert_says(&error, ErrorKind::Tls, "certificate");

    let unknown = server_with(&stranger.server());
    let error = refusal(&unknown, trusting()).await;
    assert_says(&error, ErrorKind::Tls, "unable to get local issuer");

    let elsewhere = server_with(&authority.certify("elsewhere", "DNS:elsewhere.example", 2));
    let error = refusal(&elsewhere, trusting()).await;
    assert_says(&error, ErrorKind::Tls, "mismatch");
    let named = client_with(&elsewhere, trusting().server_name("elsewhere.example"));
    let there = named.ping().await?;
    assert!(there);
    let any = client_with(&elsewhere, trusting().danger_accept_invalid_hostnames());
    let there = any.ping().await?;
    assert!(there);
    let error = refusal(&unknown, trusting().danger_accept_invalid_hostnames()).await;
    assert_says(&error, ErrorKind::Tls, "issuer");

    let expired = server_with(&authority.certify("expired", "IP:127.0.0.1", -1));
    let error = refusal(&expired, trusting()).await;
    assert_says(&error, ErrorKind::Tls, "expired");

    for server in [&unknown, &elsewhere, &expired] {
        let reckless = client_with(server, Tls::new().danger_accept_invalid_certs());
        let there = reckless.ping().await?;
        assert!(there);
    }
    shows(
        "certificates of an unknown authority, of a stranger with the same name, for another host, expired",
        4,
        "refused by default, and the error says why",
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn authorities_come_from_files_folders_and_texts() -> Result<()> {
    if Server::lacks_tls("authorities_come_from_files_folders_and_texts") {
        return Ok(());
    }
    let server = Server::builder().tls().start();
    let authority = Authority::shared();
    let pem = std::fs::read(authority.certificate()).unwrap();
    let stranger = std::fs::read(Authority::stranger().certificate()).unwrap();
    let both = [stranger.as_slice(), &pem].concat();
    let folder = authority.folder().join(key("folder").replace(':', "-"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("one.crt"), &stranger).unwrap();
    std::fs::write(folder.join("note.txt"), "not a certificate").unwrap();
    let error = refusal(&server, Tls::new().ca_path(&folder)).await;
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    std::fs::write(folder.join("1a2b3c4d.0"), &pem).unwrap();

    for tls in [
        Tls::new().ca_data(pem),
        Tls::new().ca_data(both),
        Tls::new().ca_path(&folder),
        trusting().only_these_authorities(),
    ] {
        let there = client_with(&server, tls).ping().await?;
        assert!(there);
    }
    for (tls, option) in [
        (Tls::new().ca_data("no certificate"), "ssl_ca_data"),
        (Tls::new().ca_certs("/nowhere/ca.pem"), "/nowhere/ca.pem"),
        (Tls::new().ca_path("/nowhere"), "ssl_ca_path"),
    ] {
        let r = client_with(&server, tls);
        let error = r.ping().await.unwrap_err();
        assert_says(&error, ErrorKind::Config, option);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn the_client_shows_a_certificate_of_its_own() -> Result<()> {
    if Server::lacks_tls("the_client_shows_a_certificate_of_its_own") {
        return Ok(());
    }
    let authority = Authority::shared();
    let server = Server::builder()
        .tls()
        .arg("tls-auth-clients", "yes")
        .start();
    let Certified { certificate, key } = authority.certify("client", "DNS:client", 2);
    let name = |ending: &str| format!("{}-{}.{ending}", super::key("client").replace(':', "-"), 1);
    let (locked, old, p12) = (name("key"), name("rsa"), name("p12"));
    authority.openssl(
        &format!("pkcs8 -topk8 -in client.key -passout pass:S3CR3T -out {locked}"),
        &[],
    );
    authority.openssl(&format!("ec -in client.key -out {old}"), &[]);
    authority.openssl(
        &format!("pkcs12 -export -in client.pem -inkey client.key -passout pass:S3CR3T -out {p12}"),
        &[],
    );
    let (locked, old, p12) = (
        authority.folder().join(locked),
        authority.folder().join(old),
        authority.folder().join(p12),
    );
    let read = |path: &Path| std::fs::read(path).unwrap();
    let together = [read(&certificate), read(&key)].concat();
    for tls in [
        trusting().client_certificate(&certificate, &key),
        trusting().client_certificate(&certificate, &old),
        trusting().client_certificate_data(read(&certificate), read(&key)),
        trusting().client_certificate_data(together.clone(), together),
        trusting()
            .client_certificate(&certificate, &locked)
            .key_password("S3CR3T"),
        trusting().pkcs12(&p12).key_password("S3CR3T"),
        trusting().pkcs12_data(read(&p12)).key_password("S3CR3T"),
    ] {
        let there = client_with(&server, tls).ping().await?;
        assert!(there);
    }
    let url = format!(
        "rediss://127.0.0.1:{}?ssl_ca_certs={}&ssl_certfile={}&ssl_keyfile={}&ssl_password=S3CR3T",
        server.port(),
        authority.certificate().display(),
        certificate.display(),
        locked.display()
    );
    let there = Redis::new(Config::from_url(url)?.protocol(PROTOCOL))?
        .ping()
        .await?;
    assert!(there);

    let error = refusal(&server, trusting()).await;
    assert!(error.to_string().contains("certificate"), "{error}");

    for tls in [
        trusting().client_certificate(&certificate, &locked),
        trusting()
            .client_certificate(&certificate, &locked)
            .key_password("wrong-S3CR3T"),
        trusting().pkcs12(&p12).key_password("wrong-S3CR3T"),
        trusting().client_certificate(&key, &key),
        trusting().client_certificate(&certificate, &certificate),
        trusting().client_certificate("/nowhere", &key),
    ] {
        let r = client_with(&server, tls.clone());
        let error = r.ping().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        for text in [
            format!("{error} {error:?}"),
            format!("{tls:?} {:?}", r.config()),
        ] {
            assert!(!text.contains("S3CR3T"), "{text}");
            assert!(!text.contains("BEGIN"), "{text}");
        }
    }
    shows(
        "a server that asks for a certificate of the client's",
        1,
        "refused without one, served with one",
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn old_versions_can_be_refused() -> Result<()> {
    if Server::lacks_tls("old_versions_can_be_refused") {
        return Ok(());
    }
    let old = Server::builder()
        .tls()
        .arg("tls-protocols", "TLSv1.2")
        .start();
    let there = client_with(&old, trusting().min_version(TlsVersion::Tls12))
        .ping()
        .await?;
    assert!(there);
    let error = refusal(&old, trusting().min_version(TlsVersion::Tls13)).await;
    assert_says(&error, ErrorKind::Tls, "version");
    shows(
        "a server of TLS 1.2 only",
        1,
        "served, and refused if the settings say 1.3",
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn tls_to_a_plain_port_and_none_to_one_with_tls_are_told_apart() -> Result<()> {
    if Server::lacks_tls("tls_to_a_plain_port_and_none_to_one_with_tls_are_told_apart") {
        return Ok(());
    }
    let plain = Server::builder().plain().start();
    let config = config_with(&plain, trusting()).socket_connect_timeout(Duration::from_millis(500));
    let begun = Instant::now();
    let r = Redis::new(config)?;
    let error = r.ping().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(4), "{error}");
    assert!(error.to_string().contains("TLS"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);

    let encrypted = Server::builder().tls().start();
    let config = Config::new().host("127.0.0.1").port(encrypted.port());
    let r = Redis::new(config.protocol(PROTOCOL).retry(Retry::never()))?;
    let error = r.ping().await.unwrap_err();
    assert!(error.to_string().contains("rediss://"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    shows(
        "TLS to a plain port, and none to a port with TLS",
        2,
        "errors that say so, nothing sent",
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_that_says_nothing_or_nonsense_in_the_handshake_costs_a_deadline_at_most()
-> Result<()> {
    let silent = port::listen();
    let config = Config::new()
        .host("127.0.0.1")
        .port(silent.local_addr().unwrap().port())
        .socket_connect_timeout(Duration::from_millis(200))
        .protocol(PROTOCOL)
        .retry(Retry::never());
    let begun = Instant::now();
    let r = Redis::new(config.tls(trusting()))?;
    let error = r.ping().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(4), "{error}");
    assert_says(&error, ErrorKind::Timeout, "TLS handshake");
    drop(silent);

    for nonsense in [
        b"-ERR what?\r\n".as_slice(),
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        &[0; 300],
    ] {
        let fake = FakeServer::run(move |peer| {
            peer.send(nonsense)?;
            peer.sleep(Duration::from_secs(10))
        });
        let config = Config::new().host("127.0.0.1").port(fake.port());
        let r = Redis::new(config.tls(trusting()).protocol(PROTOCOL))?;
        let error = r.ping().await.unwrap_err();
        assert_says(&error, ErrorKind::Tls, "does not speak TLS");
        assert_eq!(fake.connections(), 1, "tried once");
    }

    // The beginning of a record that is like a server's first, and then nothing.
    let stops = FakeServer::run(|peer| {
        peer.send(b"\x16\x03\x03\x00\x7a\x02\x00")?;
        peer.sleep(Duration::from_secs(10))
    });
    let config = Config::new().host("127.0.0.1").port(stops.port());
    let config = config.socket_connect_timeout(Duration::from_millis(200));
    let config = config.tls(trusting()).protocol(PROTOCOL);
    let begun = Instant::now();
    let r = Redis::new(config.retry(Retry::never()))?;
    let error = r.ping().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(4), "{error}");
    assert_says(&error, ErrorKind::Timeout, "TLS handshake");

    let closes = FakeServer::run(|peer| {
        peer.close();
        Ok(())
    });
    let config = Config::new().host("127.0.0.1").port(closes.port());
    let retry = Retry::default().retries(1);
    let r = Redis::new(config.tls(trusting()).protocol(PROTOCOL).retry(retry))?;
    let error = r.ping().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert_eq!(closes.connections(), 2, "tried again");
    Ok(())
}

/// Carries bytes between the clients of a unix socket and a port, until the process ends.
fn relay(path: &Path, port: u16) {
    let listener = UnixListener::bind(path).unwrap();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || {
                let _ = io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Write);
            });
            let (mut from, mut to) = (server, client);
            thread::spawn(move || io::copy(&mut from, &mut to));
        }
    });
}

#[maybe_async]
#[test]
async fn a_unix_socket_can_be_encrypted_too() -> Result<()> {
    if Server::lacks_tls("a_unix_socket_can_be_encrypted_too") {
        return Ok(());
    }
    let server = Server::builder().tls().start();
    let path = server.unix_path().with_file_name("tls.sock");
    relay(&path, server.port());
    let config = Config::new().unix_socket_path(&path).protocol(PROTOCOL);
    let r = Redis::new(config.clone().tls(trusting()))?;
    r.set("k", "v").await?;
    let v: Option<String> = r.get("k").await?;
    assert_eq!(v.as_deref(), Some("v"));
    // It is `localhost`, unless it is said to be somebody else.
    let elsewhere = trusting().server_name("elsewhere.example");
    let r = Redis::new(config.tls(elsewhere).retry(Retry::never()))?;
    let error = r.ping().await.unwrap_err();
    assert_says(&error, ErrorKind::Tls, "mismatch");
    Ok(())
}

#[maybe_async]
#[test]
async fn what_sentinels_know_is_talked_to_over_it() -> Result<()> {
    if Server::lacks_tls("what_sentinels_know_is_talked_to_over_it") {
        return Ok(());
    }
    let group = SentinelGroup::builder().tls().start();
    let config = Config::new().tls(trusting()).protocol(PROTOCOL);
    let sentinel = Sentinel::new(group.urls())?.config(config)?;
    let r = sentinel.master_for(SentinelGroup::SERVICE);
    r.set("k", "v").await?;
    let replica = sentinel.replica_for(SentinelGroup::SERVICE);
    r.wait(2, Duration::from_secs(10)).await?;
    let v: Option<String> = replica.get("k").await?;
    assert_eq!(v.as_deref(), Some("v"));

    let old = group.master_port();
    group.failover();
    let new = group.wait_for_new_master(old);
    let begun = Instant::now();
    loop {
        let info = r.info_of("server").await?;
        if info.parse::<u16>("tcp_port") == Some(new) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10));
        sleep(Duration::from_millis(20)).await;
    }
    r.set("k", "w").await?;

    // Who trusts nobody finds nobody, and learns why.
    let plain = Config::new().protocol(PROTOCOL).retry(Retry::never());
    let urls: Vec<String> = group
        .urls()
        .iter()
        .map(|url| url.split('?').next().unwrap().to_owned())
        .collect();
    let sentinel = Sentinel::new(urls)?.config(plain)?;
    let error = sentinel
        .discover_master(SentinelGroup::SERVICE)
        .await
        .unwrap_err();
    assert_says(&error, ErrorKind::MasterNotFound, "certificate");
    Ok(())
}
