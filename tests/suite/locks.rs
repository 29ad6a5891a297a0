//! Locks.

use std::time::Instant;

use redial::{Backoff, Error, ErrorKind, Outcome, Resend, Retry};

use super::*;
use crate::face::test;
use crate::support::proxy::{Direction, Proxy};

/// A short life, and yet long enough for a busy machine.
const SOON: Duration = Duration::from_millis(400);
const LONG: Duration = Duration::from_secs(60);

/// How many milliseconds a key has left; -1 if it lives for ever, -2 if there is none.
#[maybe_async]
async fn pttl(r: &Redis, key: &str) -> Result<i64> {
    r.execute_command(Command::new("PTTL").key(key)).await
}

/// Waits until nobody has the lock.
#[maybe_async]
async fn until_unlocked(lock: &Lock) -> Result<()> {
    for _ in 0..2000 {
        if !lock.locked().await? {
            return Ok(());
        }
        sleep(Duration::from_millis(5)).await;
    }
    panic!("it stays locked: {lock:?}");
}

/// How often the server has executed a command, in scripts too.
fn calls(server: &Server, command: &str) -> u64 {
    let stats = server.command(&["INFO", "commandstats"]);
    let start = format!("cmdstat_{command}:calls=");
    let mut lines = stats.lines();
    let calls = lines.find_map(|line| line.strip_prefix(&start)?.split(',').next());
    calls.map_or(0, |calls| calls.parse().unwrap())
}

/// Waits until the server has executed a command so often.
#[maybe_async]
async fn until_called(server: &Server, command: &str, times: u64) {
    for _ in 0..2000 {
        if calls(server, command) >= times {
            return;
        }
        sleep(Duration::from_millis(5)).await;
    }
    panic!("{command} was not called {times} times");
}

#[maybe_async]
#[test]
async fn a_lock_is_a_key_with_the_holders_token() -> Result<()> {
    let r = client();
    let name = key("lock_key");
    let lock = r.lock(&name);
    assert_eq!(lock.name(), name.as_bytes());
    let locked = lock.locked().await?;
    assert!(!locked);
    let guard = lock.acquire().await?;
    let locked = lock.locked().await?;
    assert!(locked);
    assert_eq!(guard.name(), name.as_bytes());
    let value: Option<Vec<u8>> = r.get(&name).await?;
    assert_eq!(value.as_deref(), Some(guard.token()));
    assert_eq!(guard.token().len(), 32);
    let ttl = pttl(&r, &name).await?;
    assert_eq!(ttl, -1);
    let owned = guard.owned().await?;
    assert!(owned);
    assert!(!guard.is_lost());
    let token = String::from_utf8(guard.token().to_vec()).unwrap();
    assert!(!format!("{guard:?} {lock:?}").contains(&token));

    let other = r.lock(&name).try_acquire().await?;
    assert!(other.is_none());
    guard.release().await?;
    let locked = lock.locked().await?;
    assert!(!locked);
    let again = lock.try_acquire().await?.unwrap();
    assert_ne!(again.token(), token.as_bytes(), "a token of its own");
    again.release().await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_is_taken_with_ones_own_token() -> Result<()> {
    let r = client();
    let name = key("lock_token");
    let guard = r.lock(&name).acquire_with_token(b"\0\xff mine").await?;
    assert_eq!(guard.token(), b"\0\xff mine");
    let value: Option<Vec<u8>> = r.get(&name).await?;
    assert_eq!(value.as_deref(), Some(b"\0\xff mine" as &[u8]));
    let owned = guard.owned().await?;
    assert!(owned);
    guard.release().await?;
    let value: Option<Vec<u8>> = r.get(&name).await?;
    assert_eq!(value, None);
    Ok(())
}

#[maybe_async]
async fn count((lock, r, counter): (Lock, Redis, String)) -> Result<()> {
    for _ in 0..20 {
        let guard = lock.acquire().await?;
        let n: Option<i64> = r.get(&counter).await?;
        r.set(&counter, n.unwrap_or(0) + 1).await?;
        guard.release().await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn one_at_a_time_has_the_lock() -> Result<()> {
    let r = client();
    let (name, counter) = (key("lock_count"), key("lock_counter"));
    let lock = r.lock(&name).sleep(Duration::from_millis(1)).timeout(LONG);
    let tasks: Vec<_> = (0..10)
        .map(|_| spawn(count, (lock.clone(), r.clone(), counter.clone())))
        .collect();
    for task in tasks {
        task.join().await?;
    }
    let n: Option<i64> = r.get(&counter).await?;
    assert_eq!(n, Some(200));
    r.delete(&counter).await?;
    Ok(())
}

#[maybe_async]
async fn acquire(lock: Lock) -> Result<LockGuard> {
    lock.acquire().await
}

#[maybe_async]
#[test]
async fn a_lock_is_waited_for() -> Result<()> {
    let r = client();
    let name = key("lock_waited_for");
    let lock = r.lock(&name).sleep(Duration::from_millis(5));
    let first = lock.acquire().await?;
    let waiting = spawn(acquire, lock);
    sleep(Duration::from_millis(50)).await;
    let owned = first.owned().await?;
    assert!(owned);
    first.release().await?;
    let second = waiting.join().await?;
    let owned = second.owned().await?;
    assert!(owned);
    second.release().await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_that_is_not_had_in_time_is_an_error() -> Result<()> {
    let r = client();
    let name = key("lock_in_time");
    let guard = r.lock(&name).acquire().await?;
    let time = Duration::from_millis(200);
    let lock = r.lock(&name).sleep(time / 10).blocking_timeout(time);
    let begun = Instant::now();
    let error = lock.acquire().await.unwrap_err();
    let took = begun.elapsed();
    assert!(took >= time * 3 / 4, "it was waited for: {took:?}");
    assert_eq!(error.kind(), ErrorKind::Lock);
    assert!(error.is_lock());
    assert!(error.to_string().contains(&name), "{error}");

    // An attempt after the end is not slept for.
    for (pause, time) in [(LONG, LONG / 2), (time, Duration::ZERO)] {
        let lock = r.lock(&name).sleep(pause).blocking_timeout(time);
        let begun = Instant::now();
        let error = lock.acquire().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Lock);
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
    guard.release().await?;
    let lock = r.lock(&name).blocking_timeout(Duration::ZERO);
    lock.acquire().await?.release().await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_that_has_expired_is_lost() -> Result<()> {
    let r = client();
    let name = key("lock_expired");
    let lock = r.lock(&name).timeout(Duration::from_millis(50));
    let first = lock.acquire().await?;
    let ttl = pttl(&r, &name).await?;
    assert!((0..=50).contains(&ttl) || ttl == -2, "{ttl}");
    let second = r
        .lock(&name)
        .sleep(Duration::from_millis(5))
        .acquire()
        .await?;
    assert!(first.is_lost());
    let owned = first.owned().await?;
    assert!(!owned);
    let error = first.extend(LONG).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockNotOwned);
    let error = first.release().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockNotOwned);
    assert!(
        error.is_lock() && error.to_string().contains(&name),
        "{error}"
    );
    let owned = second.owned().await?;
    assert!(owned, "it is not the first one's to release");
    second.release().await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_is_extended_by_a_time_to_a_time_or_to_its_own() -> Result<()> {
    let r = client();
    let name = key("lock_extended");
    let guard = r.lock(&name).timeout(LONG).acquire().await?;
    let within = |ttl: i64, time: Duration| {
        let time = i64::try_from(time.as_millis()).unwrap();
        assert!(ttl <= time && ttl > time - 20_000, "{ttl} of {time}");
    };
    within(pttl(&r, &name).await?, LONG);
    guard.extend(LONG).await?;
    within(pttl(&r, &name).await?, 2 * LONG);
    guard.extend_to(3 * LONG).await?;
    within(pttl(&r, &name).await?, 3 * LONG);
    guard.extend_to(LONG / 2).await?;
    within(pttl(&r, &name).await?, LONG / 2);
    guard.reacquire().await?;
    within(pttl(&r, &name).await?, LONG);
    assert!(!guard.is_lost());
    guard.extend_to(Duration::from_millis(1)).await?;
    until_unlocked(&r.lock(&name)).await?;
    assert!(guard.is_lost());
    let error = guard.reacquire().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockNotOwned);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_lives_for_some_time() -> Result<()> {
    let r = client();
    let name = key("lock_lives");
    let none = r.lock(&name).timeout(Duration::ZERO);
    let error = none.acquire().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let short = r.lock(&name).timeout(Duration::from_nanos(1));
    let guard = short.acquire().await?;
    until_unlocked(&short).await?;
    assert!(guard.is_lost());
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_without_a_timeout_is_not_extended() -> Result<()> {
    let r = client();
    let name = key("lock_without_timeout");
    let guard = r.lock(&name).acquire().await?;
    let errors: [Error; 3] = [
        guard.extend(LONG).await.unwrap_err(),
        guard.extend_to(LONG).await.unwrap_err(),
        guard.reacquire().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Lock);
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
    let ttl = pttl(&r, &name).await?;
    assert_eq!(ttl, -1);
    guard.release().await?;

    let error = r.lock(&name).renew().acquire().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Lock, "nor renewed");
    let error = r.lock(&name).renew().try_acquire().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Lock);
    let locked = r.lock(&name).locked().await?;
    assert!(!locked);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_that_is_somebody_elses_by_now_is_left_alone() -> Result<()> {
    let r = client();
    let name = key("lock_stolen");
    let lock = r.lock(&name).timeout(LONG);
    let steal = SetOptions::new().ex(LONG);
    for round in 0..4 {
        let guard = lock.acquire().await?;
        r.set_with(&name, "theirs", steal.clone()).await?;
        assert!(!guard.is_lost(), "nobody has said so yet");
        match round {
            0 => {
                let error = guard.release().await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::LockNotOwned);
            }
            1 => {
                for error in [
                    guard.extend(LONG).await.unwrap_err(),
                    guard.extend_to(LONG).await.unwrap_err(),
                    guard.reacquire().await.unwrap_err(),
                ] {
                    assert_eq!(error.kind(), ErrorKind::LockNotOwned);
                }
                assert!(guard.is_lost());
            }
            2 => {
                let owned = guard.owned().await?;
                assert!(!owned);
                assert!(guard.is_lost());
            }
            _ => drop(guard),
        }
        let value: Option<String> = r.get(&name).await?;
        assert_eq!(value.as_deref(), Some("theirs"));
        let ttl = pttl(&r, &name).await?;
        assert!(ttl <= 60_000, "{ttl}");
        r.delete(&name).await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_is_released_when_its_guard_is_dropped() -> Result<()> {
    let r = client();
    let name = key("lock_dropped");
    for lock in [
        r.lock(&name),
        r.lock(&name).timeout(LONG),
        r.lock(&name).timeout(LONG).renew(),
    ] {
        let guard = lock.acquire().await?;
        let locked = lock.locked().await?;
        assert!(locked);
        drop(guard);
        until_unlocked(&lock).await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_is_renewed_until_it_is_released() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let lock = r.lock("job").timeout(SOON).renew();
    for dropped in [false, true] {
        let guard = lock.acquire().await?;
        let begun = Instant::now();
        while begun.elapsed() < 3 * SOON {
            let owned = guard.owned().await?;
            assert!(owned, "after {:?}", begun.elapsed());
            assert!(!guard.is_lost());
            sleep(Duration::from_millis(10)).await;
        }
        match dropped {
            false => guard.release().await?,
            true => drop(guard),
        }
        until_unlocked(&lock).await?;
        let renewed = calls(&server, "pexpire");
        assert!(renewed >= 5, "{renewed}");
        sleep(SOON).await;
        assert_eq!(calls(&server, "pexpire"), renewed, "nobody renews it");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn who_renews_a_lock_ends_with_its_guard() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    // It would be long until the next renewal.
    let guard = r.lock("job").timeout(LONG).renew().acquire().await?;
    guard.release().await?;
    drop(r);
    // The connections are closed with the last that has the client.
    let clients = || server.command(&["CLIENT", "LIST"]).lines().count();
    for _ in 0..2000 {
        if clients() == 1 {
            return Ok(());
        }
        sleep(Duration::from_millis(5)).await;
    }
    panic!("somebody still has the client");
}

#[maybe_async]
#[test]
async fn a_renewed_lock_that_is_lost_says_so() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let lock = r.lock("job").timeout(SOON).renew();
    let guard = lock.acquire().await?;
    r.set("job", "theirs").await?;
    for _ in 0..2000 {
        if guard.is_lost() {
            break;
        }
        sleep(Duration::from_millis(5)).await;
    }
    assert!(guard.is_lost());
    let tried = calls(&server, "evalsha");
    sleep(SOON).await;
    assert_eq!(calls(&server, "evalsha"), tried, "it is given up");
    drop(guard);
    let value: Option<String> = r.get("job").await?;
    assert_eq!(value.as_deref(), Some("theirs"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_renewed_lock_outlives_its_connection_but_not_the_server() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.retry(Retry::never()))?;
    let time = 2 * SOON;
    let guard = r.lock("job").timeout(time).renew().acquire().await?;
    let direct = client_of(&server);
    let begun = Instant::now();
    while begun.elapsed() < 2 * time {
        proxy.cut();
        let token: Option<Vec<u8>> = direct.get("job").await?;
        assert_eq!(token.as_deref(), Some(guard.token()));
        assert!(!guard.is_lost());
        sleep(SOON / 3).await;
    }
    proxy.refuse_connections(true);
    proxy.cut();
    let lock = direct.lock("job");
    until_unlocked(&lock).await?;
    assert!(guard.is_lost(), "nobody could say so, but the time is over");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_whose_reply_was_lost_is_not_left_locked() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    for shared in [0, 1] {
        let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
        let r = Redis::new(config.shared_connections(shared))?;
        let lock = r.lock(format!("job{shared}"));
        lock.locked().await?;
        let released = calls(&server, "del");
        proxy.cut_after(Direction::ToClient, 1);
        let error = lock.acquire().await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        assert_eq!(error.outcome(), Outcome::MaybeExecuted);
        until_unlocked(&lock).await?;
        assert_eq!(calls(&server, "del"), released + 1, "it was locked");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_that_a_frozen_server_sets_late_is_not_left_locked() -> Result<()> {
    let timeout = Duration::from_millis(200);
    for shared in [0, 1] {
        let server = Server::start();
        let config = config_of(&server).socket_timeout(timeout);
        let r = Redis::new(config.shared_connections(shared).retry(Retry::never()))?;
        let lock = r.lock("job");
        lock.locked().await?;
        server.freeze();
        let error = lock.try_acquire().await.unwrap_err();
        // The first attempt to release it fails as well.
        sleep(2 * timeout).await;
        server.thaw();
        assert!(error.is_timeout(), "{error}");
        until_called(&server, "del", 1).await;
        until_unlocked(&client_of(&server).lock("job")).await?;
        assert_eq!(calls(&server, "set"), 1);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_whose_release_failed_is_released_later() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.retry(Retry::never()))?;
    let lock = client_of(&server).lock("job");
    for dropped in [false, true] {
        let guard = r.lock("job").acquire().await?;
        proxy.refuse_connections(true);
        proxy.cut();
        match dropped {
            false => {
                let error = guard.release().await.unwrap_err();
                assert!(error.is_connection(), "{error}");
            }
            true => drop(guard),
        }
        let locked = lock.locked().await?;
        assert!(locked);
        proxy.refuse_connections(false);
        until_unlocked(&lock).await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_lock_that_was_sent_twice_is_known_to_be_ones_own() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let retry = Retry::new(Backoff::none(), 3).resend(Resend::Always);
    let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.retry(retry))?;
    let lock = r.lock("job");
    lock.locked().await?;
    proxy.cut_after(Direction::ToClient, 1);
    let guard = lock
        .try_acquire()
        .await?
        .expect("our own SET refused the second");
    let owned = guard.owned().await?;
    assert!(owned);
    assert_eq!(calls(&server, "set"), 2);
    let none = lock.try_acquire().await?;
    assert!(none.is_none());
    guard.release().await?;
    let locked = lock.locked().await?;
    assert!(!locked);
    Ok(())
}

#[maybe_async]
#[test]
async fn who_waits_for_a_lock_of_a_server_that_vanishes_gets_an_error() -> Result<()> {
    let mut server = Server::start();
    let r = Redis::new(config_of(&server).retry(Retry::never()))?;
    let lock = r.lock("job").sleep(Duration::from_millis(5));
    let guard = lock.acquire().await?;
    let waiting = spawn(acquire, lock);
    until_called(&server, "set", 3).await;
    server.kill();
    let error = waiting.join().await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    let error = guard.release().await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_that_holds_something_else_is_no_lock_of_ours() -> Result<()> {
    let r = client();
    let name = key("lock_of_another_kind");
    r.rpush(&name, "item").await?;
    let lock = r.lock(&name).timeout(LONG);
    let locked = lock.locked().await?;
    assert!(locked);
    let none = lock.try_acquire().await?;
    assert!(none.is_none());
    r.delete(&name).await?;
    let guard = lock.acquire().await?;
    r.delete(&name).await?;
    r.rpush(&name, "item").await?;
    let error = guard.release().await.unwrap_err();
    assert!(error.to_string().contains("WRONGTYPE"), "{error}");
    let items = r.llen(&name).await?;
    assert_eq!(items, 1);
    r.delete(&name).await?;
    Ok(())
}
